namespace ClusterSetSuite.Failover.Detector;

/// <summary>What a detector says when it is asked.</summary>
/// <param name="Sentence">What it waits for, or why it does not act.</param>
/// <param name="Holding">The evidence for a failover that holds.</param>
/// <param name="Missing">The evidence for a failover that is missing.</param>
/// <param name="HeldBy">The reasons against one.</param>
public sealed record DetectorStatus(string Sentence, IReadOnlyList<string> Holding, IReadOnlyList<string> Missing, IReadOnlyList<string> HeldBy)
{
    /// <summary>The status of a detector.</summary>
    /// <param name="state">Its state.</param>
    /// <param name="now">Its clock.</param>
    public static DetectorStatus Of(DetectorState state, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Record is null || state.Role == DetectorRole.Standby)
            return new("standby: another detector is active, or the database has not been reached", [], [], ["the detector of this Coordinator is on standby: another one is active, or the database has not been reached"]);
        var items = Explanations.Items(state, now).ToLookup(item => item.StartsWith("holds: ", StringComparison.Ordinal), item => item[(item.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        // That a replica receives from a primary that answers is as it should be, and holds nothing up.
        var holds = Weighing.Holds(state, now) & (state.View(state.Record.Primary).SilentSince is null ? ~Holds.StillReplicating : ~Holds.None);
        // Told while all is well too: at the hour of need it would be too late to mend it.
        holds |= state.Record.Promotable.Count == 0 || state.Record.Promotable.Any(site => LossGate.Allows(state.Settings, LossGate.Estimate(state, site))) ? Holds.None : Holds.LossNotAllowed;
        return new(Summary(state, now), [.. items[true]], [.. items[false]], holds == Holds.None ? [] : Explanations.Held(state, holds, now).Split("; "));
    }

    private static string Summary(DetectorState state, TimeSpan now) => state switch
    {
        { Swap: { } swap } => $"waits for the database: {swap.Why} (epoch {swap.Next.Epoch})",
        { Role: DetectorRole.WarmingUp } => $"newly active: grants and promotes nothing for another {Seconds(state.WarmUntil - now)}",
        { Run: { } run } => $"promotion away from site {run.From}: {Words(run.Phase)}, for {Seconds(now - run.PhaseSince)}",
        { Record: { Promotion: { } promotion } record } => $"site {record.Primary} is becoming primary in place of {promotion.From}: {state.View(record.Primary).Report?.Promotion?.Reason ?? "no word from it yet"}",
        { Record: { } record } when state.View(record.Primary).SilentSince is { } since => $"the members of the primary site {record.Primary} have been silent for {Seconds(now - since)}",
        { Record: { } record } => $"the primary site {record.Primary} answers; epoch {record.Epoch}; may be promoted: {record.Promotable}",
        _ => "no record yet",
    };

    private static string Words(PromotionPhase phase) => phase switch
    {
        PromotionPhase.Repairing => "its group is being repaired in place",
        PromotionPhase.Freezing => "waits until the last promises and the lease have ended",
        PromotionPhase.Fencing => "waits for its guard to prove the fence",
        PromotionPhase.Draining => "waits until the candidates have applied all that they received",
        _ => "waits for the next epoch",
    };

    private static string Seconds(TimeSpan span) => $"{Math.Max(0, span.TotalSeconds):0} s";
}
