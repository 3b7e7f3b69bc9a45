namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>The agent was asked for a kind of command that it does not know.</summary>
internal sealed class UnknownStepException(string kind, string agent) : Exception($"{agent} does not know the command {kind}");
