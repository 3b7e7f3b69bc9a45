using System.Text.Json;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Failures;

/// <summary>The exceptions that steps throw on purpose, and commands that can not be read.</summary>
internal sealed class StepExceptions : IFailureTranslator
{
    public StepFailure? Translate(Exception exception) => exception switch
    {
        StepRefusedException refused => new(StepOutcome.Refused, refused.Message, refused.Advice, false),
        StepFailedException failed => new(StepOutcome.Failed, failed.Message, failed.Advice, failed.Retriable),
        UnknownStepException unknown => StepFailure.Lasting(unknown.Message, "bring Coordinator and agents to the same version"),
        JsonException broken => StepFailure.Lasting($"unreadable command or document: {broken.Message}", "bring Coordinator and agents to the same version"),
        _ => null,
    };
}
