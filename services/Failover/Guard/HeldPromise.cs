namespace ClusterSetSuite.Failover.Guard;

/// <summary>A promise that another site gave to this one, or is being asked for.</summary>
/// <param name="Site">The site that promises.</param>
/// <param name="Right">How long, and what was asked of it.</param>
public sealed record HeldPromise(string Site, HeldRight Right);
