using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>What a detector knows of one site. All times are this detector's clock when it asked, so the knowledge is at least that old.</summary>
/// <param name="Site">The site.</param>
public sealed record SiteView(string Site)
{
    /// <summary>A time before all others.</summary>
    internal static readonly TimeSpan Never = TimeSpan.FromDays(-36500);

    /// <summary>The newest probe of the members, answered or not.</summary>
    public TimeSpan ProbedAt { get; init; } = Never;

    /// <summary>The newest probe that a member answered.</summary>
    public TimeSpan AnsweredAt { get; init; } = Never;

    /// <summary>The first of the unanswered probes in a row; null after an answer and before the first probe.</summary>
    public TimeSpan? SilentSince { get; init; }

    /// <summary>The answers to the newest probe; null when no member answered.</summary>
    public MembersProbe? Probe { get; init; }

    /// <summary>The last sign of life of the guard, on whichever path.</summary>
    public TimeSpan HeardAt { get; init; } = Never;

    /// <summary>Since when the guard has been listened for without a gap.</summary>
    public TimeSpan ListeningSince { get; init; }

    /// <summary>The newest report.</summary>
    public SiteReport? Report { get; init; }

    /// <summary>When <see cref="Report"/> was asked for.</summary>
    public TimeSpan ReportAskedAt { get; init; } = Never;

    /// <summary>By when the last promise has ended that the site has told of; counted from when that report came, so it is no later.</summary>
    public TimeSpan PromisesEndAt { get; init; } = Never;

    /// <summary>The last report that said that the site receives from the primary.</summary>
    public TimeSpan ReceivedAt { get; init; } = Never;

    /// <summary>Since when the site's agent says that its group is down.</summary>
    public TimeSpan? DownSince { get; init; }

    /// <summary>The last moment at which the site's group was seen online, by a member or by its guard.</summary>
    public TimeSpan OnlineAt { get; init; } = Never;

    /// <summary>The end of the newest gap in which this process slept while the site lived: for all that is known, it lived up to then.</summary>
    public TimeSpan UnwatchedUntil { get; init; } = Never;

    /// <summary>The newest sign of life of a member or of the guard.</summary>
    public TimeSpan LastSeenAt => Moments.Later(AnsweredAt, HeardAt);

    /// <summary>The last sign of life that a former detector saw, where the site was silent to it up to its own end.</summary>
    public TimeSpan SeenBefore { get; init; } = Never;

    /// <summary>The newest sign of life that is known of: only what this detector saw itself is evidence, but what may be lost is counted from this.</summary>
    public TimeSpan LastKnownAt => LastSeenAt == Never ? SeenBefore : LastSeenAt;

    /// <summary>The last sign of the primary being at work: of life, or of its group being online where a live guard tells that it is down.</summary>
    public TimeSpan LastAtWork(PromotionKind kind) => kind != PromotionKind.FailoverFromDown ? LastKnownAt : OnlineAt != Never ? OnlineAt : DownSince ?? LastKnownAt;

    /// <summary>The report, unless it is too old to say anything about now.</summary>
    public SiteReport? FreshReport(TimeSpan now, TimeSpan freshness) => now - ReportAskedAt <= freshness ? Report : null;
}
