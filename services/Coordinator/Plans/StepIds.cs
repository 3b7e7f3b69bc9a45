using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>How steps are named: the same spec always gives the same ids, so stored steps are found again after a restart.</summary>
internal static class StepIds
{
    /// <summary>The step of a stage that is about a site, for example <c>dns-expose/dr</c>.</summary>
    public static string Of(string stage, SiteSpec about) => $"{stage}/{about.Name}";

    /// <summary>A further step of a stage about the same site, for example <c>preflight/dr/InspectMySql</c>.</summary>
    public static string Of(string stage, SiteSpec about, string command) => $"{stage}/{about.Name}/{command}";
}
