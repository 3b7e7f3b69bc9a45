namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Why a stage must not start.</summary>
/// <param name="Site">The site or the pair of sites concerned.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="Advice">What a person can do.</param>
public sealed record Finding(string Site, string Reason, string Advice);
