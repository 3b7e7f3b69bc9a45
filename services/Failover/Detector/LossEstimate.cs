namespace ClusterSetSuite.Failover.Detector;

/// <summary>How much a failover may lose.</summary>
/// <param name="Estimate">
/// The age of the last heartbeat row from the primary at the last sign of the primary being at work, or at the end of a gap in which the detector slept; null when unknown. This is what the
/// gate compares with maxDataLoss.
/// </param>
/// <param name="UpperBound">
/// The same, and the longest that a primary which was cut off alive could have written on by its lease or by promises; null when unknown, and where no second enforcer is confirmed, because a dead
/// guard would not have stopped it. Where a live guard told that its group is down, up to the moment from which on it told so.
/// </param>
/// <param name="ChannelWasBroken">Whether the target's channel had stopped receiving before the primary fell silent.</param>
public sealed record LossEstimate(TimeSpan? Estimate, TimeSpan? UpperBound, bool ChannelWasBroken);
