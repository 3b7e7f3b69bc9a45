namespace ClusterSetSuite.Cli.Api;

/// <summary>The Coordinator did not answer; an operation that it has goes on all the same, so whoever follows one may ask again.</summary>
public sealed class CoordinatorUnreachableException(string message) : Exception(message);
