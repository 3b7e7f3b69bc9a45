using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.RejoinInstance;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>
/// Brings one server back into its group: from the binary logs, and by clone where they do not reach back far enough. AdminAPI refuses one with transactions that the group has not.
/// One that the metadata does not know (it was away when that was made anew) is added to it.
/// </summary>
public sealed class RejoinInstance(AdminCalls admin, ClusterLook look, IServers servers, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => AddInstance.Decide(await look.At(command.Cluster, ct), command.Ordinal);

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var view = await look.At(command.Cluster, ct);
        var (primary, target) = (view.NeedPrimary(), view.Servers[command.Ordinal]);
        if (AddInstance.IsComing(view, target))
            return;
        string[] call = ["cluster", await AddInstance.IsRegistered(servers, command.Cluster, primary, target, ct) ? "rejoinInstance" : "addInstance", servers.Address(command.Cluster, target.Pod)];
        progress.Report($"bringing {target.Pod} back");
        var result = await admin.Run(command.Cluster, primary.Pod, ct, [.. call, "--recoveryMethod=incremental"]);
        if (result.Code == ShellCodes.MustBeCloned)
        {
            progress.Report($"bringing {target.Pod} back by clone");
            result = await admin.RunLong(command.Cluster, primary.Pod, ct, [.. call, "--recoveryMethod=clone"]);
        }

        if (result.Ok)
            return;
        var after = await look.At(command.Cluster, ct);
        if (AddInstance.Decide(after, command.Ordinal) is not StepState.Done && !AddInstance.IsComing(after, after.Servers[command.Ordinal]))
            throw AddInstance.Failure(admin, result, command.Cluster, primary.Pod, call);
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) =>
        eventually.Look(
            async token =>
            {
                var view = await look.At(command.Cluster, token);
                progress.Report($"waiting for {command.Cluster.Pod(command.Ordinal)} to be ONLINE: {view.Summary}");
                return view.Primary is null ? StepState.Needs(view.Summary) : AddInstance.Decide(view, command.Ordinal);
            },
            state => state is StepState.Done, options.Value.LookInterval, options.Value.OnlineLimit, ct);
}
