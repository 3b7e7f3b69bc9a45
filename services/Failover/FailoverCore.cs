namespace ClusterSetSuite.Failover;

/// <summary>
/// The decision core of automatic failover, and how a shell drives it.
/// <para>
/// There are two cores, both pure functions <c>(state, event, now) -> (state, effects)</c>. <see cref="Detector.DetectorCore"/> runs in every Coordinator replica, one state for each ClusterSet; the
/// one that holds the database lock is active. <see cref="Guard.GuardCore"/> runs in every site's MySqlAgent, one state for each group; it holds the right to write, promises to the
/// primary site, and promotes its own site. <see cref="Guard.SecondEnforcer"/> is the rule of the probe in each pod.
/// </para>
/// <para>
/// <b>The loop.</b> One event at a time for each state: read the clock, call <c>Step</c>, store the returned state, carry out the effects in order, without waiting for their answers; answers
/// come back as events. Events may be lost, late, repeated or out of order; the cores ask again. Wake both every half heartbeat, and the guard also at
/// <see cref="Guard.GuardCore.NextWake"/>.
/// </para>
/// <para>
/// <b>Clocks.</b> <c>now</c> is a monotonic clock of this process that goes on while the machine is suspended. It is never sent to anybody, and wall-clock time is used nowhere. <c>AskedAt</c> in an event is the
/// value of that same clock before the request went out.
/// </para>
/// <para>
/// <b>What must be durable before what.</b> Guard: <see cref="Guard.KeepAuthority"/> is answered only when the write survives the loss of the pod; until then the core does nothing that the new
/// content allows, and nothing that it forbids. On start give the kept content to <see cref="Guard.GuardState.Start"/>; all else is forgotten on purpose. Detector: <see cref="Detector.SwapAuthority"/> is one
/// transaction, synchronous and read back from the writer only; for a promotion without a person (<see cref="Authority.PendingPromotion.Person"/>) the same transaction stores the time of
/// the automatic failover. Repeated after a time-out, it returns the record that the database has. Start with <see cref="Detector.DetectorState.Start"/>, and send <see cref="Detector.LockWon"/> once the lock is held and the record was read under it.
/// With each <see cref="Detector.ConfirmTerm"/> store <see cref="Detector.DetectorState.PrimarySilence"/>, and give it to a successor with its age (<see cref="Detector.LockWon.Former"/>): what a failover may lose is counted from it.
/// </para>
/// <para>
/// <b>What the detector's shell does by itself.</b> In every replica, active or not, each heartbeat: probe every member of every site by SQL (<see cref="Detector.MembersProbed"/>), ask every site's agent on the
/// broker and on the direct path (<see cref="Detector.SiteReported"/>; the active one sends the newest record along), and ask a neutral witness (<see cref="Detector.WitnessAnswered"/>). When
/// <see cref="Detector.ShareSuspicion"/> of a set changes, tell the others whether a set with its primary on another site looks dead too (<see cref="Detector.OtherSetsSeen"/>).
/// </para>
/// <para>
/// <b>What the guard's shell does by itself.</b> Hand on every record that comes with a message (<see cref="Guard.AuthorityHeard"/>). Carry out commands to one member strictly in order, and let a rung of the ladder cancel
/// what is under way, so that no late "open" follows a fence. Start servers with <c>super_read_only=ON</c> and <c>offline_mode=ON</c> (my.cnf): an operator's reboot or force quorum then lets no client write.
/// </para>
/// <para>
/// <b>Limits.</b> A whole site whose machines are all suspended and resumed together (servers and their probes at once) can take writes until its next probe, at most
/// <see cref="FailoverTimers.EnforcerPeriod"/> and <see cref="FailoverTimers.EnforcerKill"/> long: no lease can prevent that without a check inside the server. A primary that is cut off alive goes on
/// until its right ends, so such a failover can lose up to <see cref="Detector.LossEstimate.UpperBound"/>, more than the estimate that the gate compares with maxDataLoss.
/// </para>
/// </summary>
public static class FailoverCore
{
    /// <summary>The version of what the cores exchange; agents and Coordinators of different versions say so in their heartbeats.</summary>
    public const int Version = 1;
}
