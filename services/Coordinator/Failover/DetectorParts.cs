using ClusterSetSuite.Failover.Letters;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>What a detector works with.</summary>
/// <param name="Post">The direct path to the guards.</param>
/// <param name="ByBroker">Sends a letter on the broker's path; what is lost is lost.</param>
/// <param name="Reports">Keeps the reports.</param>
/// <param name="Witnesses">The neutral places.</param>
/// <param name="AnswerLimit">The longest wait for an answer.</param>
/// <param name="Time">The clock of delays.</param>
internal sealed record DetectorParts(
    DirectPost Post, Func<ToGuard, CancellationToken, Task> ByBroker, PromotionReports Reports, IReadOnlyList<string> Witnesses, TimeSpan AnswerLimit, TimeProvider Time);
