using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>A compare-and-swap under way.</summary>
/// <param name="Next">The record to be.</param>
/// <param name="SentAt">When it was last sent.</param>
/// <param name="Why">What for, for people.</param>
public sealed record PendingSwap(AuthorityRecord Next, TimeSpan SentAt, string Why);
