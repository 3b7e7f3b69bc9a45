using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Failures;

/// <summary>What an exception says to people.</summary>
/// <param name="Outcome"><see cref="StepOutcome.Refused"/> when nothing was changed and the change must not be made, else <see cref="StepOutcome.Failed"/>.</param>
/// <param name="Reason">What was seen, in the tool's own words; never secret.</param>
/// <param name="Advice">What a person can do; null where nothing but asking again helps.</param>
/// <param name="Retriable">Whether asking again can help without anybody doing anything.</param>
public sealed record StepFailure(StepOutcome Outcome, string Reason, string? Advice, bool Retriable)
{
    /// <summary>A failure that may pass by itself.</summary>
    public static StepFailure Passing(string reason, string? advice = null) => new(StepOutcome.Failed, reason, advice, true);

    /// <summary>A failure that somebody must do something about.</summary>
    public static StepFailure Lasting(string reason, string? advice) => new(StepOutcome.Failed, reason, advice, false);
}
