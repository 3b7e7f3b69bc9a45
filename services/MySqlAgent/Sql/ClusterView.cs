using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>What all servers of a cluster say of themselves, in the order of their pods.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Servers">One view a pod.</param>
public sealed record ClusterView(LocalCluster Cluster, IReadOnlyList<ServerView> Servers)
{
    /// <summary>The group's primary, by its own word; null where none answers.</summary>
    public ServerView? Primary => Servers.FirstOrDefault(s => s is { State: "ONLINE", Role: "PRIMARY" });

    /// <summary>Servers that say ONLINE.</summary>
    public int Online => Servers.Count(s => s.State == "ONLINE");

    /// <summary>Whether every server answered.</summary>
    public bool Complete => Servers.All(s => s.Answers);

    /// <summary>The first server that is in a ClusterSet, by its metadata.</summary>
    public ServerView? SetMember => Servers.FirstOrDefault(s => s.SetName is not null);

    /// <summary>Whether no server is in a group or has metadata of a cluster: what dissolve leaves behind.</summary>
    public bool Standalone => Complete && Servers.All(s => !s.InGroup && !s.HasMetadata);

    /// <summary>For people: each pod with its state.</summary>
    public string Summary => string.Join(", ", Servers.Select(s => $"{s.Pod} {(s.Answers ? s.State : $"unreachable ({s.Unreachable})")}"));

    /// <summary>The group's primary.</summary>
    /// <exception cref="StepFailedException">There is none, or none can be told.</exception>
    public ServerView NeedPrimary() => Primary ?? throw new StepFailedException(
        $"cluster {Cluster.Name} has no primary that answers: {Summary}",
        $"look at the pods of {Cluster.Name} in namespace {Cluster.Namespace}; an election ends by itself within seconds", retriable: true);

    /// <summary>This view, when it holds every server.</summary>
    /// <exception cref="StepFailedException">A server did not answer, so nothing can be concluded.</exception>
    public ClusterView NeedAll() => Complete ? this : throw new StepFailedException(
        $"not every server of {Cluster.Name} answers: {Summary}",
        $"look at the pods of {Cluster.Name} in namespace {Cluster.Namespace}: all must run for this step", retriable: true);
}
