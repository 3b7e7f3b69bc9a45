using System.Text.Json.Serialization;

namespace ClusterSetSuite.Contracts.Observations;

/// <summary>A ClusterSet as one server's metadata has it. Servers that were away know nothing of what happened since: the highest view counts.</summary>
public sealed record SetObservation
{
    /// <summary>AdminAPI's id of the set.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The view: grows by one with every change and by 2^32 with a forced failover.</summary>
    public required ulong View { get; init; }

    /// <summary>The name, in the set, of the cluster that the server belongs to; null where the metadata does not tell.</summary>
    public string? Own { get; init; }

    /// <summary>The clusters.</summary>
    public required IReadOnlyList<SetClusterObservation> Clusters { get; init; }

    /// <summary>The primary cluster's name, or null where the view has none.</summary>
    [JsonIgnore]
    public string? Primary => Clusters.FirstOrDefault(cluster => cluster.Role == "PRIMARY")?.Name;

    /// <summary>One cluster by its name, or null.</summary>
    public SetClusterObservation? Find(string name) => Clusters.FirstOrDefault(cluster => string.Equals(cluster.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One cluster of a set in the metadata.</summary>
/// <param name="Name">Its name in the set.</param>
/// <param name="Role">PRIMARY or REPLICA; empty for one that was invalidated.</param>
/// <param name="Invalidated">Whether the set goes on without it.</param>
public sealed record SetClusterObservation(string Name, string Role, bool Invalidated);
