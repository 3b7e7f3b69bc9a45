namespace ClusterSetSuite.Failover.Authority;

/// <summary>
/// Who may be primary: one row per ClusterSet in the Coordinator's database. It is changed by compare-and-swap on <see cref="Epoch"/> only, and every change takes the next epoch.
/// Every command carries it; agents keep the newest they have seen on durable storage and refuse older ones.
/// </summary>
public sealed record AuthorityRecord
{
    /// <summary>Grows with every change, whoever makes it.</summary>
    public required long Epoch { get; init; }

    /// <summary>The site that alone may hold the right to write: from the swap of a promotion on, its target.</summary>
    public required string Primary { get; init; }

    /// <summary>The detector that made this change; a detector that finds another name here is not the active one.</summary>
    public required string Detector { get; init; }

    /// <summary>The promotion that made <see cref="Primary"/> primary, while it is not yet seen to be complete.</summary>
    public PendingPromotion? Promotion { get; init; }

    /// <summary>Whether guards fence at the end of the right to write; false in the modes off and observe.</summary>
    public bool Enforced { get; init; }

    /// <summary>The sites whose promises, all of them together, are a right to write.</summary>
    public SiteSet PromiseSites { get; init; } = SiteSet.None;

    /// <summary>
    /// The sites that may be promoted when rights have run out: always a part of <see cref="PromiseSites"/>, and only after the primary's guard has said that it keeps
    /// those and <see cref="Enforced"/> on durable storage. So a guard never needs fewer promises than the detector relies on.
    /// </summary>
    public SiteSet Promotable { get; init; } = SiteSet.None;

    /// <summary>Whether the primary's guard had a second enforcer armed on every member when <see cref="Promotable"/> was last set; without it nothing is automatic.</summary>
    public bool EnforcerArmed { get; init; }

    /// <summary>Sites that were primary or were invalidated and have not been taken back. Their guards keep them fenced in every mode: what such a site knows of the set is old, and its operator starts it by that.</summary>
    public SiteSet Quarantined { get; init; } = SiteSet.None;

    /// <summary>Whether the guard of a site fences where it has no right to write.</summary>
    public bool IsEnforcedOn(string site) => Enforced || Quarantined.Contains(site);

    /// <summary>The record by which a site that leaves the set is let go: nothing is enforced on it any more.</summary>
    public AuthorityRecord Released(string site) => Next($"the release of {site}") with
    {
        Enforced = false, Promotion = null, PromiseSites = SiteSet.None, Promotable = SiteSet.None, Quarantined = Quarantined.Without(site),
    };

    /// <summary>The record after a change by <paramref name="detector"/>.</summary>
    public AuthorityRecord Next(string detector) => this with { Epoch = Epoch + 1, Detector = detector };
}
