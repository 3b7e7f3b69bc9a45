using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.Failover;

/// <summary>Every time span of the decision rule. All of them are counted on monotonic clocks that go on while the machine sleeps (on Linux: CLOCK_BOOTTIME).</summary>
public sealed record FailoverTimers : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Failover";

    /// <summary>The shortest failover delay outside the fast profile.</summary>
    public static readonly TimeSpan DelayFloor = TimeSpan.FromSeconds(30);

    /// <summary>The shortest failover delay of the fast profile.</summary>
    public static readonly TimeSpan FastDelayFloor = TimeSpan.FromSeconds(15);

    /// <summary>Whether the lower floors for labs and low-latency sites apply.</summary>
    public bool FastProfile { get; init; }

    /// <summary>Time between two probes, looks and wake-ups.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The replication heartbeat that a replica site's channel asks of its source.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ReplicationHeartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A channel that got nothing for this long receives nothing (<c>replica_net_timeout</c>).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ReplicaNetTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Time between two requests for the lease, and for each promise.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan LeaseRenewal { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>L: the length of a lease and of a promise, as the granter counts it.</summary>
    [Range(typeof(TimeSpan), "00:00:04", "00:05:00")]
    public TimeSpan LeaseLength { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the holder of a full lease or promise uses it before it fences.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan HolderStop { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest the first rung of the fencing ladder (super_read_only, read back) may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ReadOnlyRung { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest the second rung (kill client sessions, offline_mode) may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan OfflineRung { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest the third rung (stop the servers) may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan StopRung { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after the end of the right to write the second enforcer leaves the guard alone.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan EnforcerPatience { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Time between two looks of the second enforcer (the period of the liveness probe).</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan EnforcerPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest the second enforcer takes to stop a server (the pod's termination grace period).</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan EnforcerKill { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>D: how long every member of the primary cluster must have been silent.</summary>
    [Range(typeof(TimeSpan), "00:00:15", "1.00:00:00")]
    public TimeSpan FailoverDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The time in which an election inside the primary group may end an outage.</summary>
    [Range(typeof(TimeSpan), "00:00:15", "00:10:00")]
    public TimeSpan ElectionGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>An answer older than this, counted from the request, says nothing about now.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan AnswerFreshness { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a site keeps its promises frozen after it was last asked to.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00")]
    public TimeSpan FreezeLength { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for a guard to prove the fence that it was asked for.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:30:00")]
    public TimeSpan FenceWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest a candidate may take to apply what it has received, before a person is asked.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "06:00:00")]
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The deadline of one force or switch command; afterwards the truth is looked up.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:30:00")]
    public TimeSpan ForceDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a promotion is repeated before a person is told that it does not end.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "06:00:00")]
    public TimeSpan PromotionLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a primary cluster that is reachable but down is repaired in place (force quorum, reboot) before it is fenced.</summary>
    [Range(typeof(TimeSpan), "00:00:15", "06:00:00")]
    public TimeSpan RepairLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>One automatic failover per ClusterSet in this time, unless a person acknowledges.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan AntiFlapping { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The largest fault of any two clocks' rates that is allowed for: 0.001 is 1 ms a second.</summary>
    [Range(0.0, 0.02)]
    public double ClockDrift { get; init; } = 0.001;

    /// <summary>The profile for labs and low-latency sites: L 8 s, D 15 s.</summary>
    public static FailoverTimers Fast { get; } = new()
    {
        FastProfile = true,
        LeaseRenewal = TimeSpan.FromSeconds(2),
        LeaseLength = TimeSpan.FromSeconds(8),
        HolderStop = TimeSpan.FromSeconds(5),
        ReadOnlyRung = TimeSpan.FromSeconds(1.2),
        OfflineRung = TimeSpan.FromSeconds(0.6),
        StopRung = TimeSpan.FromSeconds(1.2),
        EnforcerPatience = TimeSpan.FromSeconds(1.2),
        EnforcerPeriod = TimeSpan.FromSeconds(1),
        EnforcerKill = TimeSpan.FromSeconds(0.8),
        FailoverDelay = TimeSpan.FromSeconds(15),
        FreezeLength = TimeSpan.FromSeconds(6),
        RepairLimit = TimeSpan.FromSeconds(60),
    };

    /// <summary>How much of a granted length is left to the fence.</summary>
    public TimeSpan FenceBudget => LeaseLength - HolderStop;

    /// <summary>How long a holder may use what was granted for <paramref name="granted"/>, counted from before it asked: without the fence's share, and shortened for drift.</summary>
    public TimeSpan HolderTime(TimeSpan granted) => (granted - FenceBudget) * (1 - ClockDrift);

    /// <summary>How long a granter must wait until what it granted for <paramref name="granted"/> has surely ended, counted from after it granted.</summary>
    public TimeSpan GranterTime(TimeSpan granted) => granted * (1 + (3 * ClockDrift));

    /// <summary>The rules between the time spans: fence complete &lt;= L &lt; D, and what follows from it.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (holds, message, member) in Rules())
            if (!holds)
                yield return new(message, [member]);
    }

    private (bool Holds, string Message, string Member)[] Rules()
    {
        var ladder = ReadOnlyRung + OfflineRung + StopRung;
        var enforcer = EnforcerPatience + EnforcerPeriod + EnforcerKill;
        var floor = FastProfile ? FastDelayFloor : DelayFloor;
        return
        [
            (HolderStop + ladder <= LeaseLength, $"HolderStop and the three rungs take {(HolderStop + ladder).TotalSeconds:0.###} s together, more than LeaseLength ({LeaseLength.TotalSeconds:0.###} s): the fence must be complete before the lease ends; shorten HolderStop or the rungs, or lengthen LeaseLength", nameof(HolderStop)),
            (HolderStop + enforcer <= LeaseLength, $"HolderStop, EnforcerPatience, EnforcerPeriod and EnforcerKill take {(HolderStop + enforcer).TotalSeconds:0.###} s together, more than LeaseLength ({LeaseLength.TotalSeconds:0.###} s): the second enforcer must be done before the lease ends; shorten one of them", nameof(EnforcerPatience)),
            (LeaseLength < FailoverDelay, $"LeaseLength ({LeaseLength.TotalSeconds:0.###} s) must be shorter than FailoverDelay ({FailoverDelay.TotalSeconds:0.###} s)", nameof(LeaseLength)),
            (FailoverDelay >= floor, $"FailoverDelay ({FailoverDelay.TotalSeconds:0.###} s) must be {floor.TotalSeconds:0} s at least{(FastProfile ? "" : "; only the fast profile, for labs and low-latency sites, may go down to 15 s")}", nameof(FailoverDelay)),
            (LeaseRenewal * 2 <= HolderStop, $"LeaseRenewal ({LeaseRenewal.TotalSeconds:0.###} s) must fit into HolderStop ({HolderStop.TotalSeconds:0.###} s) twice, or one lost message fences the primary site", nameof(LeaseRenewal)),
            (ReplicationHeartbeat < ReplicaNetTimeout, $"ReplicationHeartbeat ({ReplicationHeartbeat.TotalSeconds:0.###} s) must be shorter than ReplicaNetTimeout ({ReplicaNetTimeout.TotalSeconds:0.###} s)", nameof(ReplicationHeartbeat)),
            (Heartbeat * 2 <= AnswerFreshness, $"AnswerFreshness ({AnswerFreshness.TotalSeconds:0.###} s) must be two heartbeats at least", nameof(AnswerFreshness)),
            (Heartbeat * 3 <= FreezeLength, $"FreezeLength ({FreezeLength.TotalSeconds:0.###} s) must be three heartbeats at least", nameof(FreezeLength)),
            (ReplicaNetTimeout < FailoverDelay, $"ReplicaNetTimeout ({ReplicaNetTimeout.TotalSeconds:0.###} s) must be shorter than FailoverDelay ({FailoverDelay.TotalSeconds:0.###} s)", nameof(ReplicaNetTimeout)),
        ];
    }
}
