using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using Command = ClusterSetSuite.Contracts.Steps.RejoinInstance;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>
/// Brings one server back into its group: from the binary logs, and by clone where they do not reach back far enough. AdminAPI refuses one with transactions that the group has not.
/// One that the metadata does not know (it was away when that was made anew) is added to it.
/// </summary>
public sealed class RejoinInstance(AdminCalls admin, JoiningServer joining, IStepProgress progress) : IStep<Command>
{
    /// <inheritdoc/>
    public Task<StepState> Check(Command command, CancellationToken ct) => joining.Check(command.Cluster, command.Ordinal, ct);

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) =>
        joining.Join(
            command.Cluster, command.Ordinal,
            async (primary, call) =>
            {
                progress.Report($"bringing {command.Cluster.Pod(command.Ordinal)} back");
                var result = await admin.Run(command.Cluster, primary, ct, [.. call, "--recoveryMethod=incremental"]);
                if (result.Code != ShellCodes.MustBeCloned)
                    return result;
                progress.Report($"bringing {command.Cluster.Pod(command.Ordinal)} back by clone");
                return await admin.RunLong(command.Cluster, primary, ct, [.. call, "--recoveryMethod=clone"]);
            },
            ct);

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => joining.Verify(command.Cluster, command.Ordinal, ct);
}
