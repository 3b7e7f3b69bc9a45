using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.AddInstance;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Adds one server to a replica's group by clone and waits until it is ONLINE; the operator may be doing the same at the same time.</summary>
public sealed class AddInstance(
    AdminCalls admin, ClusterLook look, IServers servers, CloneProgress clone, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await look.At(command.Cluster, ct), command.Ordinal);

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var view = await look.At(command.Cluster, ct);
        var (primary, target) = (view.NeedPrimary(), view.Servers[command.Ordinal]);
        if (IsComing(view, target))
            return;
        var verb = await IsRegistered(servers, command.Cluster, primary, target, ct) ? "rejoinInstance" : "addInstance";
        string[] call = ["cluster", verb, servers.Address(command.Cluster, target.Pod), "--recoveryMethod=clone"];
        var result = await clone.During(admin.RunLong(command.Cluster, primary.Pod, ct, call), target.Pod, token => Progress(command, token), ct);
        if (result.Ok)
            return;
        // "already part of this InnoDB Cluster" has no code (transcript 035): whether the operator was faster is looked at, not read.
        var after = await look.At(command.Cluster, ct);
        if (Decide(after, command.Ordinal) is not StepState.Done && !IsComing(after, after.Servers[command.Ordinal]))
            throw Failure(admin, result, command.Cluster, primary.Pod, call);
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) =>
        eventually.Look(
            async token =>
            {
                var view = await look.At(command.Cluster, token);
                progress.Report($"waiting for {command.Cluster.Pod(command.Ordinal)} to be ONLINE: {view.Summary}");
                return view.Primary is null ? StepState.Needs(view.Summary) : Decide(view, command.Ordinal);
            },
            state => state is StepState.Done, options.Value.LookInterval, options.Value.OnlineLimit, ct);

    /// <summary>The server's own word and its primary's must agree.</summary>
    internal static StepState Decide(ClusterView view, int ordinal)
    {
        var (primary, target) = (view.NeedPrimary(), view.Servers[ordinal]);
        if (!target.Answers)
            throw new StepFailedException($"{target.Pod} can not be asked: {target.Unreachable}", "look at the pod; a server that is being cloned restarts", retriable: true);
        if (target.InGroup && !target.Members.ContainsKey(primary.Uuid))
            return StepState.IsUnsafe($"{target.Pod} is in another group than {primary.Pod}", "find out why; stop its group (STOP GROUP_REPLICATION) when nobody needs it, then resume");
        return target.State == "ONLINE" && primary.Members.GetValueOrDefault(target.Uuid) == "ONLINE" ? StepState.IsDone() : StepState.Needs($"{target.Pod} is {target.State}");
    }

    internal static bool IsComing(ClusterView view, ServerView target) =>
        target is { Answers: true, State: "ONLINE" or "RECOVERING" } && target.Members.ContainsKey(view.Primary?.Uuid ?? "");

    /// <summary>Errors without a code are tried again: AdminAPI gives none where it could not reach the primary of the ClusterSet or a member in its time (seen on a busy lab), and each attempt looks first.</summary>
    internal static StepFailedException Failure(AdminCalls admin, ShellResult result, LocalCluster cluster, string pod, string[] call)
    {
        var failure = admin.Failure(result, cluster, pod, call);
        return result.Code is null && !failure.Retriable ? failure.TriedAgain("it is tried again; where it stays, see the message of mysqlsh") : failure;
    }

    /// <summary>Whether the primary's metadata has the server in its cluster: then it is rejoined, else added.</summary>
    internal static async Task<bool> IsRegistered(IServers servers, LocalCluster cluster, ServerView primary, ServerView target, CancellationToken ct)
    {
        await using var sql = await servers.Open(cluster, primary.Pod, ct);
        var found = await sql.Query(
            "SELECT i.instance_id FROM mysql_innodb_cluster_metadata.v2_instances i JOIN mysql_innodb_cluster_metadata.v2_this_instance t ON t.cluster_id = i.cluster_id WHERE i.address = @address",
            new Dictionary<string, object?> { ["@address"] = servers.Address(cluster, target.Pod) }, ct);
        return found.Count > 0;
    }

    private async Task<(string Stage, string Percent)?> Progress(Command command, CancellationToken ct)
    {
        try
        {
            await using var sql = await servers.Open(command.Cluster, command.Cluster.Pod(command.Ordinal), ct);
            return await sql.Query(CloneProgress.Query, ct) is [var row, ..] ? (row["stage"], row["percent"]) : null;
        }
        catch (Exception e) when (Unreachable.Is(e))
        {
            return null; // it restarts as part of the clone
        }
    }
}
