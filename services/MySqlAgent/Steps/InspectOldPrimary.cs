using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using Command = ClusterSetSuite.Contracts.Steps.InspectOldPrimary;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Asks the old primary's own servers whether they live.</summary>
public sealed class InspectOldPrimary(ClusterRounds rounds) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var seen = await rounds.At(command.Cluster, ct);
        return StepState.IsDone(new OldPrimary(
            [.. seen.Members.Where(member => member.Answers).Select(member => member.Pod)], [.. seen.Writable.Select(member => member.Pod)], seen.Summary));
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;
}
