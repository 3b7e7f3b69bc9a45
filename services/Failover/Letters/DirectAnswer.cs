using System.Collections.Immutable;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.Failover.Letters;

/// <summary>What a guard answers to a letter on the direct path.</summary>
/// <param name="Letter">For a detector: a report where one was asked for, and a request for the lease while one is open.</param>
/// <param name="Events">For another site's guard: what that guard is told, as promises given or refused.</param>
public sealed record DirectAnswer(FromGuard Letter, ImmutableArray<GuardEvent> Events);
