namespace ClusterSetSuite.Contracts.Steps;

/// <summary>Looks at a replica before the primary moves; as the target it must be able to take over without loss.</summary>
public sealed record InspectReplica : IStepCommand<ReplicaProfile>, IMySqlCommand
{
    /// <summary>The replica's cluster.</summary>
    public required LocalCluster Cluster { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string SetName { get; init; }

    /// <summary>The cluster's name in the set.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is to become the primary.</summary>
    public required bool IsTarget { get; init; }

    /// <summary>How far the target may be behind.</summary>
    public required TimeSpan MaxLag { get; init; }
}

/// <summary>What <see cref="InspectReplica"/> saw.</summary>
public sealed record ReplicaProfile
{
    /// <summary>The newest view of the set that its servers know.</summary>
    public required ulong View { get; init; }

    /// <summary>Whether it is the primary cluster already.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>The address of its group's primary.</summary>
    public required string PrimaryAddress { get; init; }

    /// <summary>What that server has executed.</summary>
    public required string Executed { get; init; }

    /// <summary>Seconds that it is behind in applying.</summary>
    public required double Lag { get; init; }
}

/// <summary>Looks at the primary before it moves, from the primary's site: unreachable replicas, and transactions that replicas have and the primary has not.</summary>
public sealed record InspectPrimary : IMySqlCommand
{
    /// <summary>The primary's cluster.</summary>
    public required LocalCluster Cluster { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string SetName { get; init; }

    /// <summary>The target's name in the set.</summary>
    public required string Target { get; init; }

    /// <summary>What the replicas told: name in the set to profile.</summary>
    public required IReadOnlyDictionary<string, ReplicaProfile> Replicas { get; init; }

    /// <summary>Names in the set of clusters that the set shall go on without.</summary>
    public required IReadOnlyList<string> Invalidate { get; init; }
}

/// <summary>Makes another cluster the primary of the set, without loss; measures how long no write was taken.</summary>
public sealed record SwitchPrimary : IStepCommand<SwitchReport>, IMySqlCommand
{
    /// <summary>The cluster that is the primary now.</summary>
    public required LocalCluster Cluster { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string SetName { get; init; }

    /// <summary>The target's name in the set.</summary>
    public required string Target { get; init; }

    /// <summary>The address of the target group's primary.</summary>
    public required string TargetAddress { get; init; }

    /// <summary>How long AdminAPI may wait for transactions and locks before it puts everything back.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Names in the set of unreachable clusters that the set shall go on without.</summary>
    public required IReadOnlyList<string> Invalidate { get; init; }

    /// <summary>Marks the rows that are written while it switches.</summary>
    public required string Token { get; init; }
}

/// <summary>How a switchover went.</summary>
public sealed record SwitchReport
{
    /// <summary>False when the target was the primary already and nothing was measured.</summary>
    public required bool Measured { get; init; }

    /// <summary>The longest time between two writes that were taken, first by the old and then by the new primary; by one clock.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Whether the first write on the new primary was seen; otherwise <see cref="Pause"/> ends with the end of the command and is an upper bound.</summary>
    public bool Exact { get; init; }

    /// <summary>The numbers of the rows that a server acknowledged meanwhile.</summary>
    public IReadOnlyList<int> Acknowledged { get; init; } = [];
}

/// <summary>Verifies that this cluster alone is writable here, is the primary of the set, and has every row that was acknowledged during a switch.</summary>
public sealed record VerifyNewPrimary : IStepCommand<NewPrimary>, IMySqlCommand
{
    /// <summary>The new primary's cluster.</summary>
    public required LocalCluster Cluster { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string SetName { get; init; }

    /// <summary>Its name in the set.</summary>
    public required string Name { get; init; }

    /// <summary>The mark of the rows.</summary>
    public required string Token { get; init; }

    /// <summary>The numbers of the rows that were acknowledged.</summary>
    public IReadOnlyList<int> Acknowledged { get; init; } = [];
}

/// <summary>The server that takes writes now.</summary>
/// <param name="Uuid">Its server_uuid.</param>
/// <param name="Address">Its address.</param>
public sealed record NewPrimary(string Uuid, string Address);

/// <summary>Verifies that no server of this cluster is writable, and that it replicates from the set's primary.</summary>
/// <param name="Cluster">The replica's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Name">Its name in the set.</param>
/// <param name="Primary">The primary cluster's name in the set.</param>
public sealed record VerifyFollower(LocalCluster Cluster, string SetName, string Name, string Primary) : IMySqlCommand;

/// <summary>Verifies that a site's routers send writes to the set's primary.</summary>
/// <param name="Cluster">The site's cluster.</param>
/// <param name="Endpoint">The routers' read-write address, <c>host:port</c>.</param>
/// <param name="Uuid">server_uuid of the server that takes writes.</param>
public sealed record VerifyRouters(LocalCluster Cluster, string Endpoint, string Uuid) : IMySqlCommand;
