using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>A ClusterSet and the spec that was last asked for.</summary>
public sealed class ClusterSetRow
{
    /// <summary>The ClusterSet's name.</summary>
    public required string Name { get; init; }

    /// <summary>The spec as JSON.</summary>
    public required string Spec { get; set; }

    /// <summary>The spec.</summary>
    public ClusterSetSpec ReadSpec() => Wire.FromJson<ClusterSetSpec>(JsonElement.Parse(Spec));

    /// <summary>The operation that was last asked for.</summary>
    public required Guid LastOperation { get; set; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset AppliedAt { get; set; }
}
