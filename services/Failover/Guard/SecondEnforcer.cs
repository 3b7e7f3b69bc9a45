namespace ClusterSetSuite.Failover.Guard;

/// <summary>
/// The rule of the second enforcer: a liveness probe in the pod of every member, for the time when the guard is dead or paused. It needs no network and no guard.
/// The probe runs every <see cref="FailoverTimers.EnforcerPeriod"/>, and the pod's termination grace period is <see cref="FailoverTimers.EnforcerKill"/>.
/// </summary>
public static class SecondEnforcer
{
    /// <summary>Whether the server must be stopped now.</summary>
    /// <param name="stamp">The newest stamp; null after a start of the container.</param>
    /// <param name="clock">The enforcer's monotonic clock.</param>
    /// <param name="acceptsWrites">Whether the server takes clients' writes (super_read_only and offline_mode are both off); null when it can not be asked.</param>
    public static bool MustStop(RightStamp? stamp, TimeSpan clock, bool? acceptsWrites) => stamp switch
    {
        { Kind: StampKind.Unlimited } => false,
        // A read-only member of a group whose right has ended must go too: an election could make it writable between two looks.
        { Kind: StampKind.Writer } => clock >= stamp.Deadline,
        _ => acceptsWrites == true,
    };
}
