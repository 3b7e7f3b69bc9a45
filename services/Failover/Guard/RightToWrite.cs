namespace ClusterSetSuite.Failover.Guard;

/// <summary>The right to write of a site's group: a valid lease, or valid promises of all promise sites.</summary>
public static class RightToWrite
{
    /// <summary>When the right ends, on the guard's clock: in the past for none, <see cref="TimeSpan.MaxValue"/> where nothing can be promoted and so nothing runs out.</summary>
    public static TimeSpan EndsAt(GuardState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Kept is not { } kept || !IsMine(state, kept) || (state.Keeping is { } keeping && !IsMine(state, keeping)))
            return GuardState.Never;
        if (!kept.Record.Enforced && state.Keeping?.Record.Enforced != true)
            return TimeSpan.MaxValue;
        var lease = state.Lease.Until > state.InheritedUntil ? state.Lease.Until : state.InheritedUntil;
        var promises = PromisesEndAt(state, kept.Record.PromiseSites);
        if (state.Keeping is { } next && PromisesEndAt(state, next.Record.PromiseSites) is var also && also < promises)
            promises = also;
        return lease > promises ? lease : promises;
    }

    private static bool IsMine(GuardState state, KeptAuthority authority) => authority.Record.Primary == state.Site && !authority.HoldsFence;

    private static TimeSpan PromisesEndAt(GuardState state, SiteSet sites)
    {
        var end = TimeSpan.MaxValue;
        foreach (var site in sites)
        {
            var until = GuardState.Never;
            foreach (var promise in state.Promises)
                if (promise.Site == site)
                    until = promise.Right.Until;
            if (until < end)
                end = until;
        }

        return end;
    }
}
