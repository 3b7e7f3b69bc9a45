using System.Text.Json.Serialization;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>One InnoDB Cluster as the MySQL Operator makes it.</summary>
public sealed record ClusterSpec
{
    /// <summary>The name of the InnoDBCluster resource, for example <c>prd</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name that the cluster gets in the ClusterSet when it joins as a replica; by default <see cref="Name"/> with dashes as underscores, as the operator names it.</summary>
    public required string JoinAs { get; init; }

    /// <summary>MySQL servers, 1-9.</summary>
    public int Instances { get; init; } = 3;

    /// <summary>MySQL Routers.</summary>
    public int Routers { get; init; } = 1;

    /// <summary>Where the routers send what comes to them; null leaves it as it is, which is to the primary where nobody has said otherwise.</summary>
    public RouterTarget? RouterTarget { get; init; }

    /// <summary>server_id of the first server; the others count up from it. 1-4000000000.</summary>
    public required long BaseServerId { get; init; }

    /// <summary>Server version for the operator, for example <c>9.7.0</c>; the operator's default when absent.</summary>
    public string? Version { get; init; }

    /// <summary>The storage class of the data volumes; the cluster's default when absent.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The size of each data volume as a Kubernetes quantity, for example <c>10Gi</c>; the operator's default when absent.</summary>
    public string? StorageSize { get; init; }

    /// <summary>What becomes of user data that the cluster holds before it joins the set as a replica.</summary>
    public ExistingData ExistingData { get; init; } = ExistingData.Refuse;

    /// <summary>The last server_id of the cluster's range.</summary>
    [JsonIgnore]
    public long LastServerId => BaseServerId + Instances - 1;

    /// <summary>The pods' names, in order.</summary>
    [JsonIgnore]
    public IEnumerable<string> Pods => Enumerable.Range(0, Instances).Select(i => $"{Name}-{i}");
}
