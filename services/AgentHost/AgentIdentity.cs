namespace ClusterSetSuite.AgentHost;

/// <summary>Which agent of which site this is.</summary>
/// <param name="Name">One of <see cref="Contracts.AgentNames"/>.</param>
/// <param name="Site">The site's name, as in the spec.</param>
public sealed record AgentIdentity(string Name, string Site);
