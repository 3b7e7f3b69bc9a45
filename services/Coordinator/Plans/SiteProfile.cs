using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>All that the preflight has told of one site; null where an inspection has not answered.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Site">The site.</param>
/// <param name="Mesh">The network.</param>
/// <param name="Dns">The DNS.</param>
/// <param name="MySql">The MySQL side.</param>
/// <param name="ClockOff">How far the site's clock is ahead of the Coordinator's; null where it is not known.</param>
internal sealed record SiteProfile(ClusterSetSpec Spec, SiteSpec Site, MeshProfile? Mesh, DnsProfile? Dns, MySqlProfile? MySql, TimeSpan? ClockOff)
{
    /// <summary>The inspections that have answered.</summary>
    public IEnumerable<IInspection> Inspections => new IInspection?[] { Mesh, Dns, MySql }.OfType<IInspection>();

    /// <summary>The NodePort that the site's DNS has or will have.</summary>
    public int DnsNodePort => Dns?.NodePort ?? Spec.DnsNodePortOf(Site);

    /// <summary>The NodePort that the site's cluster mesh has or will have.</summary>
    public int MeshNodePort => Mesh?.MeshNodePort ?? Site.MeshNodePort;

    /// <summary>Reads it from the facts.</summary>
    public static SiteProfile Of(ClusterSetSpec spec, SiteSpec site, PlanFacts facts)
    {
        var mesh = facts.Find<MeshProfile>(StepIds.Of(Preflight.Name, site));
        return new(
            spec,
            site,
            mesh,
            facts.Find<DnsProfile>(StepIds.Of(Preflight.Name, site, nameof(InspectDns))),
            facts.Find<MySqlProfile>(StepIds.Of(Preflight.Name, site, nameof(InspectMySql))),
            mesh?.Clock - facts.ToldAt(StepIds.Of(Preflight.Name, site)));
    }
}
