namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>A step could not be brought to its end, and the step itself knows whether asking again can help.</summary>
public sealed class StepFailedException(string reason, string advice, bool retriable, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>What a person can do.</summary>
    public string Advice { get; } = advice;

    /// <summary>Whether asking again can help without anybody doing anything.</summary>
    public bool Retriable { get; } = retriable;

    /// <summary>The error code of the tool that failed, or null where it gave none.</summary>
    public int? Code { get; init; }

    /// <summary>The same failure where the step knows that asking again can help after all.</summary>
    public StepFailedException TriedAgain(string advice) => new(Message, advice, retriable: true, this);
}
