namespace ClusterSetSuite.Failover.Detector;

/// <summary>A person's word for a failover.</summary>
/// <param name="Person">Who.</param>
/// <param name="Target">The site to promote; null lets the rule choose.</param>
/// <param name="Until">When the word expires.</param>
public sealed record Approval(string Person, string? Target, TimeSpan Until);
