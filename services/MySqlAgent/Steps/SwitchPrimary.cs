using System.Globalization;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Switching;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.SwitchPrimary;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes another cluster the primary of the set; runs where the old primary is, and measures how long no write was taken.</summary>
public sealed class SwitchPrimary(AdminCalls admin, ClusterRounds rounds, WriteMeter meter, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    // AdminAPI waits its own time-out more than once; after that it must have put everything back.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private SwitchReport _report = new() { Measured = false };

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) => Decide(await rounds.At(command.Cluster, ct), command, _report);

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var primary = (await rounds.At(command.Cluster, ct)).NeedPrimary().Pod;
        var call = Call(command);
        progress.Report($"making {command.Target} the primary");
        await using var measuring = await meter.Begin(command.Cluster, primary, command.TargetAddress, command.Token, ct);
        var result = await admin.RunWithin(command.Timeout + Grace, command.Cluster, primary, ct, call);
        _report = await measuring.End();
        if (result.Ok || result.Code == ShellCodes.AlreadyPrimary)
            return;
        // A command that timed out or failed may have done its work all the same, or half of it: looked at, not read.
        var after = await Settled(command, ct);
        if (Decide(after, command, _report) is not StepState.Done)
            throw Failure(result, after, command, primary, call);
    }

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) =>
        eventually.Look(token => Check(command, token), state => state is not StepState.Needed, options.Value.LookInterval, options.Value.SettleLimit, ct);

    /// <summary>Done when the newest view has the target and no server here is writable any more.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command, SwitchReport report)
    {
        var set = seen.NeedSet();
        if (set.Mismatch(command.SetName, command.Target) is { } mismatch)
            return mismatch;
        if (set.Primary != command.Target)
            return StepState.Needs($"{set.Primary ?? "no cluster"} is the primary of {command.SetName}");
        if (!seen.Complete)
            throw new StepFailedException($"not every server of {seen.Name} answers, so it can not be told whether one is writable: {seen.Summary}", "look at its pods", retriable: true);
        return seen.Writable.Any()
            ? StepState.IsUnsafe(
                $"the set says that {command.Target} is the primary, and {string.Join(", ", seen.Writable.Select(member => member.Pod))} of {seen.Name} would still take writes",
                "fence it at once: SET GLOBAL super_read_only = ON on these servers")
            : StepState.IsDone(report);
    }

    private static string[] Call(Command command)
    {
        string[] call = ["clusterset", "setPrimaryCluster", command.Target, string.Create(CultureInfo.InvariantCulture, $"--timeout={(int)Math.Ceiling(command.Timeout.TotalSeconds)}")];
        return command.Invalidate.Count == 0 ? call : [.. call, $"--invalidateReplicaClusters={string.Join(',', command.Invalidate)}"];
    }

    private Task<ClusterObservation> Settled(Command command, CancellationToken ct) => eventually.Look(
        token => rounds.At(command.Cluster, token),
        seen => seen is { Primary: not null, Complete: true, Set: { } set } && (seen.Writable.Any() || set.Primary == command.Target),
        options.Value.LookInterval, TimeSpan.FromSeconds(15), ct);

    private StepFailedException Failure(ShellResult result, ClusterObservation after, Command command, string primary, string[] call)
    {
        var failure = admin.Failure(result, command.Cluster, primary, call);
        var goesOn = after.Primary is { IsWritable: true } && after.Set?.Primary != command.Target;
        return goesOn
            ? new StepFailedException(
                $"{failure.Message}; {after.Name} is still the primary and takes writes (they paused for {_report.Pause.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s)",
                $"nothing was moved. {failure.Advice}", retriable: false)
            : new StepFailedException(
                $"{failure.Message}; no server of {after.Name} takes writes: {after.Summary}; the set's primary is {after.Set?.Primary ?? "unknown"}",
                $"look at clusterset status; resume to try again, or lift the fence of {after.Name} (mysqlsh cluster unfenceWrites) when no other cluster is writable", retriable: false);
    }
}
