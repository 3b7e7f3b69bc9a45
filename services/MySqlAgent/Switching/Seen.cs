using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;

namespace ClusterSetSuite.MySqlAgent.Switching;

/// <summary>What the steps of a switch ask an observation, with the reason where it can not tell.</summary>
internal static class Seen
{
    /// <summary>The group's primary.</summary>
    /// <exception cref="StepFailedException">There is none, or none can be told.</exception>
    public static MemberObservation NeedPrimary(this ClusterObservation cluster) => cluster.Primary ?? throw new StepFailedException(
        $"cluster {cluster.Name} has no primary that answers: {cluster.Summary}",
        $"look at the pods of {cluster.Name} in namespace {cluster.Namespace}; an election ends by itself within seconds", retriable: true);

    /// <summary>The set in the newest view.</summary>
    /// <exception cref="StepFailedException">No server has metadata of a set.</exception>
    public static SetObservation NeedSet(this ClusterObservation cluster) => cluster.Set ?? throw new StepFailedException(
        $"no server of {cluster.Name} that answers is in a ClusterSet: {cluster.Summary}",
        $"look at the pods of {cluster.Name} in namespace {cluster.Namespace}; apply the spec when the cluster is to join", retriable: !cluster.Complete);

    /// <summary>Why the set is another one than is meant, or null.</summary>
    public static StepState? Mismatch(this SetObservation set, string setName, string name) => set switch
    {
        _ when set.Name != setName => StepState.IsUnsafe($"the cluster is in ClusterSet {set.Name}, not in {setName}", $"apply the spec of {setName} first"),
        _ when set.Find(name) is null => StepState.IsUnsafe($"ClusterSet {setName} has no cluster {name}; it has: {string.Join(", ", set.Clusters.Select(c => c.Name))}", "apply the spec first"),
        _ => null,
    };

    /// <summary>For people: a GTID set that may be long.</summary>
    public static string Short(this string gtids) => gtids.Length <= 400 ? gtids : gtids[..400] + "...";
}
