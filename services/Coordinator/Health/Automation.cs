using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Health;

/// <summary>What happens by itself when the primary site is lost.</summary>
internal static class Automation
{
    /// <summary>What it waits for, for people.</summary>
    public static string WaitsFor(FailoverMode mode, string set) => mode switch
    {
        FailoverMode.Off => $"nothing: a person decides (clusterset failover {set} --to SITE)",
        FailoverMode.Observe => $"nothing: it only looks; a person decides (clusterset failover {set} --to SITE)",
        FailoverMode.Recommend => $"a person's word when the primary is lost (clusterset failover {set} --to SITE)",
        _ => $"its detector, which is not armed in this Coordinator: a person decides (clusterset failover {set} --to SITE)",
    };
}
