using ClusterSetSuite.AgentHost.Sealing;

namespace ClusterSetSuite.AgentHost.Failures;

/// <summary>Asks all translators in turn; what none of them knows is a defect, told by its type and text. Secrets known to this process are masked.</summary>
internal sealed class FailureTranslation(IEnumerable<IFailureTranslator> translators, SecretMask mask)
{
    private static readonly IFailureTranslator[] Common = [new StepExceptions(), new KubernetesExceptions(), new NetworkExceptions()];

    /// <summary>What the exception says to people.</summary>
    public StepFailure Of(Exception exception)
    {
        var failure = translators.Concat(Common).Select(each => each.Translate(exception)).FirstOrDefault(found => found is not null)
            ?? StepFailure.Lasting($"unexpected {exception.GetType().Name}: {exception.Message}", "see the agent's log; this looks like a defect of the suite");
        return failure with { Reason = mask.Apply(failure.Reason), Advice = failure.Advice is { } advice ? mask.Apply(advice) : null };
    }
}
