using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.ClusterSets;
using ClusterSetSuite.Lab.MySqlShell.Dba;

namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary>All operations by object and name.</summary>
internal static class Operations
{
    private static readonly Dictionary<string, Func<IOperation>> All = new(StringComparer.Ordinal)
    {
        ["dba checkInstanceConfiguration"] = () => new CheckInstanceConfiguration(),
        ["dba configureInstance"] = () => new ConfigureInstance(),
        ["dba createCluster"] = () => new CreateCluster(),
        ["dba rebootClusterFromCompleteOutage"] = () => new RebootCluster(),
        ["cluster status"] = () => new ClusterStatus(),
        ["cluster describe"] = () => new ClusterDescribe(),
        ["cluster addInstance"] = () => new AddInstance(),
        ["cluster rejoinInstance"] = () => new RejoinInstance(),
        ["cluster removeInstance"] = () => new RemoveInstance(),
        ["cluster dissolve"] = () => new Dissolve(),
        ["cluster createClusterSet"] = () => new CreateClusterSet(),
        ["cluster setupRouterAccount"] = () => new SetupRouterAccount(),
        ["cluster listRouters"] = () => new ListRouters(),
        ["cluster fenceWrites"] = () => new FenceWrites(),
        ["cluster unfenceWrites"] = () => new UnfenceWrites(),
        ["cluster fenceAllTraffic"] = () => new FenceAllTraffic(),
        ["cluster forceQuorumUsingPartitionOf"] = () => new ForceQuorum(),
        ["clusterset status"] = () => new ClusterSetStatus(),
        ["clusterset describe"] = () => new ClusterSetDescribe(),
        ["clusterset options"] = () => new ClusterSetOptions(),
        ["clusterset createReplicaCluster"] = () => new CreateReplicaCluster(),
        ["clusterset setPrimaryCluster"] = () => new SetPrimaryCluster(),
        ["clusterset forcePrimaryCluster"] = () => new ForcePrimaryCluster(),
        ["clusterset rejoinCluster"] = () => new RejoinCluster(),
        ["clusterset removeCluster"] = () => new RemoveCluster(),
        ["clusterset setupRouterAccount"] = () => new SetupRouterAccount(),
        ["clusterset listRouters"] = () => new ListRouters(),
    };

    /// <summary>Null when the object has no such operation.</summary>
    public static IOperation? Find(string target, string name) => All.TryGetValue($"{target} {name}", out var make) ? make() : null;

    public static IEnumerable<string> Of(string target) =>
        All.Keys.Where(key => key.StartsWith($"{target} ", StringComparison.Ordinal)).Select(key => key[(target.Length + 1)..]);
}
