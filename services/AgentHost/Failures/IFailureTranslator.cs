namespace ClusterSetSuite.AgentHost.Failures;

/// <summary>Knows some exceptions, and what they mean to the people who run the operation. An agent adds its own; they are asked before the common ones.</summary>
public interface IFailureTranslator
{
    /// <summary>The failure, or null where this translator does not know the exception.</summary>
    StepFailure? Translate(Exception exception);
}
