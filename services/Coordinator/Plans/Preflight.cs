using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The look at every site before anything is changed, and what it says: of each site, then of each pair.</summary>
internal static class Preflight
{
    /// <summary>The stage's name.</summary>
    public const string Name = "preflight";

    /// <summary>Adds the stage, and lets the plan refuse errors before the first change.</summary>
    public static void Look(this PlanBuilder plan)
    {
        var spec = plan.Spec;
        plan.Stage(Name, "Look at every site before anything is changed")
            .OnEach(site => Commands.InspectMesh(spec, site))
            .OnEach(site => Commands.InspectDns(spec, site), when: spec.Dns.Mode == DnsMode.Forward)
            .OnEach(site => Commands.InspectMySql(spec, site));
        plan.Findings = facts => Findings(spec, facts);
        plan.PreflightGate = facts => Findings(spec, facts).Where(finding => finding.Severity == Severity.Error);
    }

    /// <summary>What the inspections that have answered say.</summary>
    public static IEnumerable<Finding> Findings(ClusterSetSpec spec, PlanFacts facts)
    {
        var views = spec.Sites.Select(site => SiteProfile.Of(spec, site, facts)).ToList();
        return views.SelectMany(OfSite).Concat(views.SelectMany((a, index) => views.Skip(index + 1).SelectMany(b => PairRules.Findings(a, b))));
    }

    private static IEnumerable<Finding> OfSite(SiteProfile view) =>
        view.Inspections.SelectMany(inspection => inspection.Findings.Select(told => Finding.Of(view.Site.Name, told)));
}
