namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>Apply found, before it changed anything, that the change must not be made.</summary>
public sealed class StepRefusedException(string reason, string advice) : Exception(reason)
{
    /// <summary>What a person can do.</summary>
    public string Advice { get; } = advice;
}
