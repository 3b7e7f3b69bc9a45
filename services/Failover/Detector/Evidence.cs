namespace ClusterSetSuite.Failover.Detector;

/// <summary>The evidence for a failover; all of it must hold.</summary>
[Flags]
public enum Evidence
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The Coordinator's probes of every member of the primary cluster have failed for the failover delay.</summary>
    MembersSilent = 1,

    /// <summary>Every reachable replica cluster receives nothing from the primary site, and one at least could be asked.</summary>
    ReplicasReceiveNothing = 2,

    /// <summary>The guard of the primary site is silent on every path.</summary>
    GuardSilent = 4,

    /// <summary>The Coordinator reaches a site that may be promoted.</summary>
    TargetReached = 8,

    /// <summary>The Coordinator reaches a neutral witness.</summary>
    WitnessReached = 16,

    /// <summary>An election inside the primary group could have ended the outage.</summary>
    ElectionGraceOver = 32,

    /// <summary>Instead of silent members and a silent guard: the guard says that its group is down, for the failover delay.</summary>
    GroupDown = 64,

    /// <summary>What a failover needs.</summary>
    ForFailover = MembersSilent | ReplicasReceiveNothing | GuardSilent | TargetReached | WitnessReached | ElectionGraceOver,

    /// <summary>What a failover from a reachable site with a group that is down needs.</summary>
    ForFailoverFromDown = ReplicasReceiveNothing | TargetReached | WitnessReached | GroupDown,
}
