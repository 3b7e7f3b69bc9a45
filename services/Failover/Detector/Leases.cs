namespace ClusterSetSuite.Failover.Detector;

/// <summary>The authority lease of the primary site.</summary>
internal static class Leases
{
    public static void Answer(DetectorTurn turn, LeaseAsked ask)
    {
        turn.Update(ask.Site, view => view with { HeardAt = turn.Now });
        if (WhyNot(turn, ask) is { } reason)
        {
            if (turn.State.Role != DetectorRole.Standby)
                turn.Emit(new RefuseLease(ask.Site, ask.Nonce, turn.State.Record, reason));
            return;
        }

        var length = Length(turn);
        var endsAt = turn.Now + turn.Timers.GranterTime(length);
        turn.State = turn.State with { LeasesEndAt = endsAt > turn.State.LeasesEndAt ? endsAt : turn.State.LeasesEndAt };
        turn.Emit(new GrantLease(ask.Site, ask.Nonce, turn.Record, length));
    }

    /// <summary>A successor waits one L from its own swap, so nothing may be granted that ends later than L after the last confirmation.</summary>
    private static TimeSpan Length(DetectorTurn turn) =>
        turn.Timers.LeaseLength - ((turn.Now - turn.State.ConfirmedAt) * (1 + turn.Timers.ClockDrift));

    private static string? WhyNot(DetectorTurn turn, LeaseAsked ask) => turn.State switch
    {
        { Role: DetectorRole.Standby or DetectorRole.TakingOver } => "this detector is not the active one",
        { Role: DetectorRole.WarmingUp } => "this detector is newly active and grants nothing until its predecessor's leases have ended",
        { Record: var record } when record!.Primary != ask.Site => $"the primary site is {record.Primary}",
        { Swap.Next.Primary: var next } when next != ask.Site => $"site {next} is being promoted",
        { Run: { } run } when !IsHarmless(run) => "a promotion is being prepared",
        _ when turn.Timers.HolderTime(Length(turn)) < turn.Timers.Heartbeat => "the database has not confirmed that this detector is the active one",
        _ => null,
    };

    private static bool IsHarmless(PromotionRun run) =>
        run.Phase == PromotionPhase.Repairing || run is { Kind: Authority.PromotionKind.Switchover, Phase: PromotionPhase.Freezing };
}
