using System.Collections.Immutable;
using ClusterSetSuite.Failover.Authority;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>Everything that a detector remembers about one ClusterSet. Only <see cref="Record"/> is durable, in the database, and <see cref="PrimarySilence"/> for a short while.</summary>
public sealed record DetectorState
{
    /// <summary>The spec and the options.</summary>
    public required DetectorSettings Settings { get; init; }

    /// <summary>What this detector is.</summary>
    public DetectorRole Role { get; init; }

    /// <summary>The newest record known; null before the first.</summary>
    public AuthorityRecord? Record { get; init; }

    /// <summary>The swap under way; nothing is decided until its answer is known.</summary>
    public PendingSwap? Swap { get; init; }

    /// <summary>When the newest confirmation that this detector is the active one was asked for. It grants for no longer than L after it.</summary>
    public TimeSpan ConfirmedAt { get; init; } = SiteView.Never;

    /// <summary>The end of the time in which a newly active detector grants and promotes nothing.</summary>
    public TimeSpan WarmUntil { get; init; }

    /// <summary>When every lease that this detector granted has ended, counted as the granter counts.</summary>
    public TimeSpan LeasesEndAt { get; init; } = SiteView.Never;

    /// <summary>What is known of each site.</summary>
    public ImmutableArray<SiteView> Sites { get; init; } = [];

    /// <summary>When a neutral witness was last reached.</summary>
    public TimeSpan WitnessAt { get; init; } = SiteView.Never;

    /// <summary>Whether ClusterSets with primaries on other sites look dead too.</summary>
    public bool OthersLookDead { get; init; }

    /// <summary>The end of a maintenance that pauses automation.</summary>
    public TimeSpan MaintenanceUntil { get; init; } = SiteView.Never;

    /// <summary>The last automatic failover that nobody has acknowledged; null for none.</summary>
    public TimeSpan? LastAutomaticAt { get; init; }

    /// <summary>The promotion that has not yet won its epoch.</summary>
    public PromotionRun? Run { get; init; }

    /// <summary>When the newest promotion was called off before it won its epoch.</summary>
    public TimeSpan CalledOffAt { get; init; } = SiteView.Never;

    /// <summary>The report of the newest promotion; with its recovery time once that is complete.</summary>
    public FailoverReport? Report { get; init; }

    /// <summary>When the commands of a promotion that has won its epoch were last sent.</summary>
    public TimeSpan PromoteSentAt { get; init; } = SiteView.Never;

    /// <summary>When the promotion that has won its epoch was first driven by this detector.</summary>
    public TimeSpan? PromotingSince { get; init; }

    /// <summary>When the promotion of <see cref="Report"/> was decided.</summary>
    public TimeSpan DecidedAt { get; init; } = SiteView.Never;

    /// <summary>A failover that a person has approved.</summary>
    public Approval? Approved { get; init; }

    /// <summary>The last event's time; a gap means that this process slept and its evidence is void.</summary>
    public TimeSpan LastStepAt { get; init; }

    /// <summary>What was last told, so that it is told once.</summary>
    public string? LastTold { get; init; }

    /// <summary>Whether the primary looks dead to this detector, as told to the fleet.</summary>
    public bool Suspects { get; init; }

    /// <summary>A detector that has just started: standby, knowing nothing.</summary>
    public static DetectorState Start(DetectorSettings settings, TimeSpan now) => new()
    {
        Settings = settings,
        LastStepAt = now,
        Sites = [.. settings.Sites.Select(site => new SiteView(site) { ListeningSince = now })],
    };

    /// <summary>How long ago the primary gave its last sign of life, while it is silent; for the database, where the next detector finds it. Null while it is not silent, or that is not known.</summary>
    public TimeSpan? PrimarySilence(TimeSpan now) => Record is not null && View(Record.Primary) is { SilentSince: not null } view && view.LastKnownAt != SiteView.Never ? now - view.LastKnownAt : null;

    /// <summary>What is known of the site.</summary>
    public SiteView View(string site)
    {
        foreach (var view in Sites)
            if (view.Site == site)
                return view;
        throw new ArgumentException($"site '{site}' is not in ClusterSet {Settings.ClusterSet}", nameof(site));
    }
}
