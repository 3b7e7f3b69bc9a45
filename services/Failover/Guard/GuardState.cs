using System.Collections.Immutable;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>Everything that a site's guard remembers. Only <see cref="Kept"/> is durable.</summary>
public sealed record GuardState
{
    /// <summary>A time before all others.</summary>
    internal static readonly TimeSpan Never = TimeSpan.FromDays(-36500);

    /// <summary>This site.</summary>
    public required string Site { get; init; }

    /// <summary>The time spans.</summary>
    public required FailoverTimers Timers { get; init; }

    /// <summary>What durable storage has; null before the first record.</summary>
    public KeptAuthority? Kept { get; init; }

    /// <summary>What is being written to it; it already forbids, and does not yet allow.</summary>
    public KeptAuthority? Keeping { get; init; }

    /// <summary>Counts the writes to durable storage.</summary>
    public long KeepSequence { get; init; }

    /// <summary>The last number given to a request or a stamp; starts at a number that no earlier life of this guard has used.</summary>
    public required long LastNumber { get; init; }

    /// <summary>Which of the guard's lives this is.</summary>
    public long Life => RightStamp.LifeOf(LastNumber);

    /// <summary>Whether a later life of this guard was seen: another process guards the site now, and this one does nothing any more.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>The lease.</summary>
    public HeldRight Lease { get; init; } = new();

    /// <summary>The right that an earlier life of this guard had, as the members' stamps say.</summary>
    public TimeSpan InheritedUntil { get; init; } = Never;

    /// <summary>The promises of other sites.</summary>
    public ImmutableArray<HeldPromise> Promises { get; init; } = [];

    /// <summary>When every promise that this site gave has ended, counted as the granter counts.</summary>
    public required TimeSpan PromisedUntil { get; init; }

    /// <summary>No promises are given before this.</summary>
    public TimeSpan FrozenUntil { get; init; } = Never;

    /// <summary>Whether the group is let write.</summary>
    public Gate Gate { get; init; } = Gate.Unguarded;

    /// <summary>Since when.</summary>
    public TimeSpan GateSince { get; init; }

    /// <summary>While closing: the rung.</summary>
    public FenceRung Rung { get; init; }

    /// <summary>When that rung was begun.</summary>
    public TimeSpan RungSince { get; init; }

    /// <summary>Counts the commands to the group, so that an answer to an earlier one is known.</summary>
    public long Attempt { get; init; }

    /// <summary>The newest look.</summary>
    public GroupLook? Look { get; init; }

    /// <summary>When the newest look was asked for.</summary>
    public TimeSpan LookSentAt { get; init; } = Never;

    /// <summary>Whether the next look is awaited: it can tell what a promotion, an opening or the proof of a fence waits for.</summary>
    public bool IsLookAwaited { get; init; }

    /// <summary>The promotion that this site was asked for.</summary>
    public SitePromotion? Promotion { get; init; }

    /// <summary>The force or switch command that runs, by its attempt; 0 for none. It may outlive the promotion that it was begun for.</summary>
    public long RunningForce { get; init; }

    /// <summary>What was last told, so that it is told once.</summary>
    public string? LastTold { get; init; }

    /// <summary>The newest that is known, durable or not.</summary>
    public KeptAuthority? Newest => Keeping ?? Kept;

    /// <summary>Whether this site is fenced where it has no right to write.</summary>
    public bool IsEnforced => Newest?.Record.IsEnforcedOn(Site) == true;

    /// <summary>The newest epoch known; 0 for none.</summary>
    public long NewestEpoch => Newest?.Record.Epoch ?? 0;

    /// <summary>The newest look, if it was begun after the gate came to where it is and is still about now.</summary>
    internal GroupLook? CurrentLook(TimeSpan now) => Look is { } look && look.AskedAt >= GateSince && now - look.AskedAt <= Timers.AnswerFreshness ? look : null;

    /// <summary>A guard that has just started. It may have promised just before, so it counts one promise as given.</summary>
    /// <param name="site">Its site.</param>
    /// <param name="timers">The time spans.</param>
    /// <param name="kept">What durable storage has; null for nothing.</param>
    /// <param name="life">Which of the guard's lives this is: one more than that of the life before.</param>
    /// <param name="now">Its clock.</param>
    public static GuardState Start(string site, FailoverTimers timers, KeptAuthority? kept, long life, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(timers);
        return new()
        {
            Site = site,
            Timers = timers,
            Kept = kept,
            LastNumber = RightStamp.FirstOf(life),
            PromisedUntil = now + timers.GranterTime(timers.LeaseLength),
            Gate = kept is null ? Gate.Unguarded : Gate.Unknown,
            GateSince = now,
        };
    }
}
