using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Brings a server into its group by AdminAPI, added for the first time or back again; the operator may be doing the same at the same time.</summary>
public sealed class JoiningServer(AdminCalls admin, ClusterLook look, IServers servers, IGuards guards, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options)
{
    /// <summary>Whether the server is in its group.</summary>
    public async Task<StepState> Check(LocalCluster cluster, int ordinal, CancellationToken ct) => Decide(await look.At(cluster, ct), ordinal);

    /// <summary>Does nothing where the server is in its group or on its way into it.</summary>
    /// <param name="cluster">The group's cluster.</param>
    /// <param name="ordinal">The server's ordinal.</param>
    /// <param name="run">Runs the call, which lacks the recovery method, at the pod of the group's primary.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="StepFailedException">AdminAPI could not, and nobody else has meanwhile.</exception>
    public async Task Join(LocalCluster cluster, int ordinal, Func<string, string[], Task<ShellResult>> run, CancellationToken ct)
    {
        var view = await look.At(cluster, ct);
        var (primary, target) = (view.NeedPrimary(), view.Servers[ordinal]);
        if (IsComing(view, target))
            return;
        var verb = await IsRegistered(cluster, primary, target, ct) ? "rejoinInstance" : "addInstance";
        string[] call = ["cluster", verb, servers.Address(cluster, target.Pod)];
        using var shut = await guards.KeepShut(cluster, target.Pod, ct);
        var result = await run(primary.Pod, call);
        if (result.Ok)
            return;
        // "already part of this InnoDB Cluster" has no code (transcript 035): whether the operator was faster is looked at, not read.
        var after = await look.At(cluster, ct);
        if (Decide(after, ordinal) is not StepState.Done && !IsComing(after, after.Servers[ordinal]))
            throw Failure(result, cluster, primary.Pod, call);
    }

    /// <summary>Waits until the server is ONLINE.</summary>
    public Task<StepState> Verify(LocalCluster cluster, int ordinal, CancellationToken ct) =>
        eventually.Look(
            async token =>
            {
                var view = await look.At(cluster, token);
                progress.Report($"waiting for {cluster.Pod(ordinal)} to be ONLINE: {view.Summary}");
                return view.Primary is null ? StepState.Needs(view.Summary) : Decide(view, ordinal);
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

    private static bool IsComing(ClusterView view, ServerView target) =>
        target is { Answers: true, State: "ONLINE" or "RECOVERING" } && target.Members.ContainsKey(view.Primary?.Uuid ?? "");

    // Errors without a code are tried again: AdminAPI gives none where it could not reach the primary of the ClusterSet or a member in its time (seen on a busy lab), and each attempt looks first.
    private StepFailedException Failure(ShellResult result, LocalCluster cluster, string pod, string[] call)
    {
        var failure = admin.Failure(result, cluster, pod, call);
        return result.Code is null && !failure.Retriable ? failure.TriedAgain("it is tried again; where it stays, see the message of mysqlsh") : failure;
    }

    // Whether the primary's metadata has the server in its cluster: then it is rejoined, else added.
    private async Task<bool> IsRegistered(LocalCluster cluster, ServerView primary, ServerView target, CancellationToken ct)
    {
        await using var sql = await servers.Open(cluster, primary.Pod, ct);
        var found = await sql.Query(
            "SELECT i.instance_id FROM mysql_innodb_cluster_metadata.v2_instances i JOIN mysql_innodb_cluster_metadata.v2_this_instance t ON t.cluster_id = i.cluster_id WHERE i.address = @address",
            new Dictionary<string, object?> { ["@address"] = servers.Address(cluster, target.Pod) }, ct);
        return found.Count > 0;
    }
}
