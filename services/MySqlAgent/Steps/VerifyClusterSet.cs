using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.VerifyClusterSet;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Verifies that the set is HEALTHY, as AdminAPI and every single server see it.</summary>
public sealed class VerifyClusterSet(AdminCalls admin, ClusterLook look, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    private const string OwnState = """
        SELECT COALESCE((SELECT MEMBER_STATE FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@server_uuid), 'OFFLINE') AS state
        """;

    private static readonly string[] Status = ["clusterset", "status", "--extended=1"];

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var from = (await look.At(command.Cluster, ct)).NeedPrimary().Pod;
        var result = await admin.Run(command.Cluster, from, ct, Status);
        if (!result.Ok || result.Json is not { } json)
            throw admin.Failure(result, command.Cluster, from, Status);
        if (SetStatusJson.Name(json) is var name && name != command.SetName)
            return StepState.IsUnsafe($"cluster {command.Cluster.Name} is in ClusterSet {name}", $"the spec names {command.SetName}");
        var status = SetStatusJson.Read(json);
        var faults = Faults(status, command.Clusters).ToArray();
        if (faults.Length == 0)
            faults = await OfMembers(command, from, command.Clusters.Keys.SelectMany(cluster => SetStatusJson.Members(json, cluster)), ct); // HEALTHY can be wrong for seconds (field notes)
        return faults.Length == 0 ? StepState.IsDone(status) : StepState.Needs(string.Join("; ", faults));
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<StepState> Verify(Command command, CancellationToken ct)
    {
        var last = await eventually.Look(token => Look(command, token), state => state is not StepState.Needed, options.Value.LookInterval, options.Value.SettleLimit, ct);
        return last is StepState.Needed { Why: var why }
            ? throw new StepFailedException($"ClusterSet {command.SetName} is not healthy: {why}", "see clusterset status --extended=1 for the whole picture", retriable: true)
            : last;
    }

    /// <summary>What differs from a healthy set.</summary>
    internal static IEnumerable<string> Faults(ClusterSetStatus status, IReadOnlyDictionary<string, int> wanted)
    {
        if (status.Status != "HEALTHY")
            yield return $"the set is {status.Status}";
        foreach (var (name, members) in wanted)
        {
            if (status.Clusters.FirstOrDefault(c => c.Name == name) is not { } cluster)
            {
                yield return $"{name} is not in it";
                continue;
            }

            if (cluster.GlobalStatus != "OK")
                yield return $"{name} is {cluster.GlobalStatus}";
            if (cluster is { Role: "REPLICA", ReplicationStatus: not "OK" })
                yield return $"the replication to {name} is {cluster.ReplicationStatus}";
            if (cluster.OnlineMembers != members)
                yield return $"{name} has {cluster.OnlineMembers} of {members} servers online";
        }
    }

    // A status that fails during an election (2003, 51603) is not the end.
    private async Task<StepState> Look(Command command, CancellationToken ct)
    {
        try
        {
            var state = await Check(command, ct);
            if (state is StepState.Needed { Why: var why })
                progress.Report(why);
            return state;
        }
        catch (StepFailedException e) when (e.Retriable)
        {
            return StepState.Needs(e.Message);
        }
    }

    private async Task<string[]> OfMembers(Command command, string from, IEnumerable<string> hosts, CancellationToken ct)
    {
        using var gate = new SemaphoreSlim(3);
        var faults = await Task.WhenAll(hosts.Select(async host =>
        {
            await gate.WaitAsync(ct);
            try
            {
                var rows = await admin.Rows(command.Cluster, from, host, OwnState, ct);
                return rows[0]["state"] is var state && state == "ONLINE" ? null : $"{host} says {state}";
            }
            finally
            {
                gate.Release();
            }
        }));
        return [.. faults.OfType<string>()];
    }
}
