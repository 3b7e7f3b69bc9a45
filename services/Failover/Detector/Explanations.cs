namespace ClusterSetSuite.Failover.Detector;

/// <summary>Says in sentences what a detector waits for and why it does not act.</summary>
internal static class Explanations
{
    private static readonly Evidence[] EvidenceItems =
        [Evidence.MembersSilent, Evidence.ReplicasReceiveNothing, Evidence.GuardSilent, Evidence.TargetReached, Evidence.WitnessReached, Evidence.ElectionGraceOver];

    private static readonly Holds[] HoldItems = [.. Enum.GetValues<Holds>().Where(hold => hold is not (Holds.None or Holds.Hard))];

    public static string Begin(DetectorTurn turn, PromotionRun run) =>
        $"{(run.Person is null ? "automatic" : $"{run.Person} asked for a")} {run.Kind} away from site {run.From} begins; candidates: {run.Wanted ?? turn.Record.Promotable.ToString()}";

    public static string WhyNot(DetectorState state, Holds holds, TimeSpan now) =>
        $"the primary site {state.Record!.Primary} of {state.Settings.ClusterSet} is lost by all evidence, but nothing is promoted by itself: {Held(state, holds, now)}";

    public static IReadOnlyList<string> Items(DetectorState state, TimeSpan now)
    {
        var found = Weighing.Evidence(state, now);
        return [.. EvidenceItems.Select(item => found.HasFlag(item) ? $"holds: {Words(item)}" : $"missing: {Words(item)}")];
    }

    public static string Missing(Evidence missing) =>
        "this is not (or no longer) so: " + string.Join("; ", Enum.GetValues<Evidence>().Where(item => int.PopCount((int)item) == 1 && missing.HasFlag(item)).Select(Words));

    public static string Held(DetectorState state, Holds holds, TimeSpan now) =>
        string.Join("; ", HoldItems.Where(item => holds.HasFlag(item)).Select(item => Words(state, item, now)));

    public static string Words(Evidence item) => item switch
    {
        Evidence.MembersSilent => "no member of the primary cluster has answered the Coordinator for the failover delay",
        Evidence.ReplicasReceiveNothing => "every replica cluster that can be asked says that it receives nothing from the primary site, and one at least can be asked",
        Evidence.GuardSilent => "the guard of the primary site is silent on the broker and on the direct path",
        Evidence.TargetReached => "the Coordinator reaches a site that may be promoted",
        Evidence.WitnessReached => "the Coordinator reaches a neutral witness",
        Evidence.ElectionGraceOver => "an election inside the primary group would have ended by now",
        Evidence.GroupDown => "the guard of the primary site says that its group is down, for the failover delay",
        _ => item.ToString(),
    };

    private static string Words(DetectorState state, Holds item, TimeSpan now) => item switch
    {
        Holds.NotActive => "this detector is not active, or waits until the leases of its predecessor have ended",
        Holds.NotConfirmed => "the database does not confirm that this detector is the active one",
        Holds.StillReplicating => $"veto: site {Weighing.VetoedBy(state, now)} receives from the primary site",
        Holds.NobodyPromotable => $"no site may be promoted, because {WhyNobody(state)}",
        Holds.SeveralSetsDead => "ClusterSets with primaries on other sites look dead too, so the Coordinator may be the one that is cut off",
        Holds.Maintenance => $"maintenance for another {(state.MaintenanceUntil - now).TotalMinutes:0.#} min",
        Holds.FailedOverRecently => $"an automatic failover {(now - state.LastAutomaticAt)?.TotalMinutes:0.#} min ago has not been acknowledged (clusterset acknowledge {state.Settings.ClusterSet})",
        Holds.EnforcerNotArmed => "the guard of the primary site has not confirmed a second enforcer in each of its pods, so a dead guard could not fence",
        Holds.ModeNotAutomatic => $"the mode is {state.Settings.Mode}",
        Holds.LossNotAllowed => Loss(state),
        _ => item.ToString(),
    };

    private static string WhyNobody(DetectorState state)
    {
        var (record, set) = (state.Record!, state.Settings.ClusterSet);
        var others = SiteSet.Of(state.Settings.Sites.Where(site => site != record.Primary));
        if (others.Count == 0)
            return "the set has no other site";
        if (others.All(record.Quarantined.Contains))
            return $"these sites were lost and have not been taken back since: {others} (clusterset rejoin {set} {others.First()})";
        return record.PromiseSites.Count == 0
            ? $"no other site of the set answers: {others}"
            : "the guard of the primary site has not confirmed which promises it needs";
    }

    private static string Loss(DetectorState state)
    {
        foreach (var site in state.Record!.Promotable)
            return LossGate.Words(state, site, LossGate.Estimate(state, site));
        return "no site may be promoted";
    }
}
