using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The stages that bring servers into the groups.</summary>
internal static class ReplicaStages
{
    /// <summary>One server after another on each site (AdminAPI locks the group while it adds one), all sites at the same time.</summary>
    /// <returns>The name of the last stage.</returns>
    public static string Instances(this PlanBuilder plan, IReadOnlyList<SiteSpec> sites, string after)
    {
        var spec = plan.Spec;
        var most = sites.Select(site => site.Cluster.Instances).DefaultIfEmpty().Max();
        for (var ordinal = 1; ordinal < most; ordinal++)
        {
            var stage = plan.Stage($"instance-{ordinal}", $"Add server {ordinal} to every replica, by clone", after: [after]);
            foreach (var site in sites.Where(site => ordinal < site.Cluster.Instances))
            {
                var number = ordinal;
                stage.On(site, _ => new AddInstance(spec.Local(site), number), Limits.Clone);
            }

            after = $"instance-{ordinal}";
        }

        return after;
    }

    /// <summary>Brings servers that are outside their group back, one after another.</summary>
    /// <returns>The last stage.</returns>
    public static string ServersBack(this PlanBuilder plan, IReadOnlyList<SiteSpec> sites, string after)
    {
        for (var ordinal = 0; ordinal < sites.Select(site => site.Cluster.Instances).DefaultIfEmpty().Max(); ordinal++)
        {
            var (number, stage) = (ordinal, $"server-{ordinal}");
            plan.Stage(stage, $"Bring server {ordinal} back", after: [after])
                .OnAll(sites.Where(site => number < site.Cluster.Instances), (site, _) => new RejoinInstance(plan.Spec.Local(site), number), Limits.Clone);
            after = stage;
        }

        return after;
    }
}
