namespace ClusterSetSuite.Contracts.Steps;

/// <summary>Asks a replica's servers what they know of the primary, before a failover.</summary>
/// <param name="Cluster">The replica's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Name">Its name in the set.</param>
public sealed record InspectLoss(LocalCluster Cluster, string SetName, string Name) : IStepCommand<ReplicaEvidence>, IMySqlCommand;

/// <summary>What <see cref="InspectLoss"/> saw.</summary>
public sealed record ReplicaEvidence
{
    /// <summary>The newest view of the set that its servers know.</summary>
    public required ulong View { get; init; }

    /// <summary>The primary cluster's name in that view.</summary>
    public required string? Primary { get; init; }

    /// <summary>Whether the set has invalidated this cluster.</summary>
    public required bool Invalidated { get; init; }

    /// <summary>Whether its channel still receives from the primary: a veto.</summary>
    public required bool Receives { get; init; }

    /// <summary>The channel in one word, with its error; for people.</summary>
    public required string Channel { get; init; }

    /// <summary>Seconds since it last heard of the primary; null when it never did.</summary>
    public double? SilentFor { get; init; }

    /// <summary>How many transactions were received and not applied.</summary>
    public required long Unapplied { get; init; }
}

/// <summary>Asks the old primary's servers whether they live, before a failover; only sent while that site's agent reports.</summary>
/// <param name="Cluster">The old primary's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
public sealed record InspectOldPrimary(LocalCluster Cluster, string SetName) : IStepCommand<OldPrimary>, IMySqlCommand;

/// <summary>What <see cref="InspectOldPrimary"/> saw.</summary>
/// <param name="Answering">Pods whose servers answer: while one does, the group can be restored and nothing is forced.</param>
/// <param name="Writable">Pods whose servers take writes.</param>
/// <param name="Summary">Each pod with its state, for people.</param>
public sealed record OldPrimary(IReadOnlyList<string> Answering, IReadOnlyList<string> Writable, string Summary);

/// <summary>Lets a replica apply everything that it has received: a forced promotion throws the rest away.</summary>
/// <param name="Cluster">The replica's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Name">Its name in the set.</param>
public sealed record DrainReceived(LocalCluster Cluster, string SetName, string Name) : IStepCommand<Drained>, IMySqlCommand;

/// <summary>What a drained replica has.</summary>
/// <param name="Executed">Its executed GTID set, which holds all that it received.</param>
public sealed record Drained(string Executed);

/// <summary>Makes a replica the primary without the old one's consent; runs on the replica's own site.</summary>
public sealed record ForcePrimary : IStepCommand<ForceReport>, IMySqlCommand
{
    /// <summary>The replica's cluster.</summary>
    public required LocalCluster Cluster { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string SetName { get; init; }

    /// <summary>Its name in the set.</summary>
    public required string Target { get; init; }

    /// <summary>How long AdminAPI may wait for transactions to be applied.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Names in the set of other replicas, which the set goes on without when they can not be reached.</summary>
    public required IReadOnlyList<string> Others { get; init; }
}

/// <summary>How a forced promotion ended.</summary>
/// <param name="View">The set's view after it.</param>
/// <param name="Executed">What the new primary had executed.</param>
/// <param name="Invalidated">The clusters that the set goes on without.</param>
public sealed record ForceReport(ulong View, string Executed, IReadOnlyList<string> Invalidated);
