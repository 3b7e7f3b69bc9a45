namespace ClusterSetSuite.AgentHost.Running;

/// <summary>What a running step does or waits for.</summary>
/// <param name="Text">For people; never secret.</param>
/// <param name="Percent">0 to 100 where it is known.</param>
public sealed record StepNote(string Text, int? Percent);
