using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Coordinator.Health;

/// <summary>From the spec and the newest observations to a ClusterSet at a glance; no clock, no I/O.</summary>
public static class HealthReport
{
    /// <summary>An observation older than this says nothing of now.</summary>
    public static readonly TimeSpan FreshFor = SiteObservation.Interval * 5;

    /// <summary>The whole view.</summary>
    /// <param name="spec">The spec that was applied last.</param>
    /// <param name="seen">The newest observation of each site that has told one.</param>
    /// <param name="now">UTC, by the clock that the observations were taken with.</param>
    /// <param name="detector">The detector, or null where none runs.</param>
    public static HealthView Of(ClusterSetSpec spec, IReadOnlyDictionary<string, SeenSite> seen, DateTimeOffset now, AutomationView? detector = null)
    {
        var set = NewestView(spec, seen);
        var primary = set?.Primary is { } name ? spec.Sites.FirstOrDefault(site => spec.NameInSet(site) == name) : null;
        var reference = primary is null ? null : Fresh(spec, primary, seen, now)?.Primary;
        var sites = spec.Sites.Select(site => SiteReport.Of(spec, site, set, reference, seen.GetValueOrDefault(site.Name), now)).ToList();
        var troubles = Troubles(spec, sites, set, primary?.Name).Concat(detector?.Alert is { } alert ? [alert] : []).ToList();
        return new HealthView
        {
            Status = Status(sites, primary?.Name, troubles.Count),
            Troubles = troubles,
            Writes = Writes(sites, primary?.Name, set),
            PrimarySite = primary?.Name,
            Automation = $"{spec.Failover.Mode}".ToLowerInvariant(),
            WaitsFor = Automation.WaitsFor(spec.Failover.Mode, spec.Name, detector),
            Detector = detector,
            Loss = primary is null ? null : LossWatch.Of(spec, primary, seen, now, detector),
            Sites = sites,
        };
    }

    /// <summary>The set in the highest view that any server of any site knows; a server that was away tells of an old one.</summary>
    public static SetObservation? NewestView(ClusterSetSpec spec, IReadOnlyDictionary<string, SeenSite> seen) => spec.Sites
        .Select(site => Cluster(site, seen.GetValueOrDefault(site.Name))?.Set)
        .OfType<SetObservation>()
        .Where(set => set.Name == spec.Name)
        .MaxBy(set => set.View);

    /// <summary>What a site told of its cluster of this set, or null.</summary>
    internal static ClusterObservation? Cluster(SiteSpec site, SeenSite? seen) =>
        seen?.Observation.Clusters.FirstOrDefault(cluster => cluster.Namespace == site.Namespace && cluster.Name == site.Cluster.Name);

    /// <summary>Whether an observation says something of now.</summary>
    internal static bool IsFresh(SeenSite? seen, DateTimeOffset now) => seen is not null && now - seen.SeenAt <= FreshFor;

    private static ClusterObservation? Fresh(ClusterSetSpec spec, SiteSpec site, IReadOnlyDictionary<string, SeenSite> seen, DateTimeOffset now) =>
        spec.Site(site.Name) is not null && seen.GetValueOrDefault(site.Name) is { } found && IsFresh(found, now) ? Cluster(site, found) : null;

    private static string Status(IReadOnlyList<SiteHealthView> sites, string? primary, int troubles) => sites.FirstOrDefault(site => site.Site == primary) switch
    {
        _ when Writing(sites).Count() > 1 => "SPLIT",
        null or { Stale: true } => "UNKNOWN",
        { Writable.Count: 0 } => "UNAVAILABLE",
        _ => troubles == 0 ? "HEALTHY" : "DEGRADED",
    };

    private static IEnumerable<SiteHealthView> Writing(IEnumerable<SiteHealthView> sites) => sites.Where(site => site is { Stale: false, InSet: true, Writable.Count: > 0 });

    private static IEnumerable<string> Troubles(ClusterSetSpec spec, IReadOnlyList<SiteHealthView> sites, SetObservation? set, string? primary)
    {
        var writing = Writing(sites).Select(site => site.Site).ToList();
        if (writing.Count > 1)
            yield return $"more than one site would take writes: {string.Join(", ", writing)}: fence all but the primary at once";
        if (set is null)
            yield return $"no server that was seen knows ClusterSet {spec.Name}: it is not made yet (clusterset operations {spec.Name} tells how far that is)";
        else if (primary is null)
            yield return "no site tells which cluster is the primary";
        foreach (var trouble in sites.SelectMany(site => SiteReport.Troubles(site, site.Site == primary)))
            yield return trouble;
    }

    private static string Writes(IReadOnlyList<SiteHealthView> sites, string? primary, SetObservation? set)
    {
        var takers = sites.Where(site => !site.Stale).SelectMany(site => site.Writable.Select(pod => $"{pod} of site {site.Site}")).ToList();
        var right = set is null ? "" : $"; the metadata's view {set.View} gives the right to {set.Primary ?? "nobody"}{(primary is null ? "" : $" (site {primary})")}";
        return takers.Count == 0 ? $"nobody, as far as is observed{right}" : $"{string.Join(", ", takers)}{right}";
    }
}
