namespace ClusterSetSuite.Failover.Guard;

/// <summary>What a guard says when a person asks.</summary>
public static class GuardStatus
{
    /// <summary>One sentence: whether the group is let write, and what is waited for.</summary>
    public static string Of(GuardState state, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state switch
        {
            { Promotion: { Stage: not Reports.SitePromotionStage.Done } promotion } => $"becoming primary with epoch {promotion.Record.Epoch}: {promotion.Reason}",
            { Gate: Gate.Unguarded } => "nothing is enforced: the mode is off or observe, or no record has been seen",
            { Gate: Gate.Open or Gate.Opening } when RightToWrite.EndsAt(state) == TimeSpan.MaxValue => "takes writes; no other site may be promoted, so its right does not run out",
            { Gate: Gate.Open or Gate.Opening } => $"takes writes for another {(RightToWrite.EndsAt(state) - now).TotalSeconds:0.0} s at least, by {Holder(state, now)}",
            { Gate: Gate.Closing } => $"fencing, rung {state.Rung}: {WhyNoRight(state, now)}",
            _ => $"fenced: {WhyNoRight(state, now)}",
        };
    }

    /// <summary>Why the group may not write.</summary>
    public static string WhyNoRight(GuardState state, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Newest switch
        {
            null => "no record has been seen yet",
            { HoldsFence: true, FenceHeldEpoch: var epoch } => $"a detector asked for the fence with epoch {epoch}, and no newer record has given the authority back",
            { Record: var record } when record.Primary != state.Site =>
                $"the primary site is {record.Primary} (epoch {record.Epoch}){(record.Quarantined.Contains(state.Site) ? ", and this one was lost and has not been taken back" : "")}",
            { Record: var record } when RightToWrite.EndsAt(state) <= now => $"no detector grants the lease, and these sites do not promise: {string.Join(", ", record.PromiseSites.Where(site => !IsPromised(state, site, now)))}",
            _ => "it has the right, and is not open yet",
        };
    }

    private static string Holder(GuardState state, TimeSpan now) => state.Lease.Until > now ? "the lease" : "the promises of all sites that may be promoted";

    private static bool IsPromised(GuardState state, string site, TimeSpan now) => state.Promises.Any(promise => promise.Site == site && promise.Right.Until > now);
}
