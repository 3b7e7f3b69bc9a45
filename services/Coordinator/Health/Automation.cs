using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Coordinator.Health;

/// <summary>What happens by itself when the primary site is lost.</summary>
internal static class Automation
{
    /// <summary>What it waits for, for people.</summary>
    public static string WaitsFor(FailoverMode mode, string set, AutomationView? detector) => mode switch
    {
        FailoverMode.Off => $"nothing: a person decides (clusterset failover {set} --to SITE)",
        FailoverMode.Observe => $"nothing: it only looks; a person decides (clusterset failover {set} --to SITE)",
        _ when detector is null => $"its detector, which begins when the set has been made, in a Coordinator with PostgreSQL; until then a person decides (clusterset failover {set} --to SITE)",
        _ when detector.IsPromoting => "the promotion that is under way",
        FailoverMode.Recommend => $"a person's word when the primary is lost (clusterset failover {set} --to SITE)",
        _ when detector.HeldBy.Count > 0 => $"a person's word when the primary is lost (clusterset failover {set} --to SITE), because {string.Join("; ", detector.HeldBy)}",
        _ => "the loss of the primary, by all the evidence",
    };
}
