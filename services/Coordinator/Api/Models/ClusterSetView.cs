using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>A ClusterSet as <c>GET /v1/clustersets/{name}</c> shows it.</summary>
public sealed record ClusterSetView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The spec that was applied last.</summary>
    public required ClusterSetSpec Spec { get; init; }

    /// <summary>Its last operation, without stages; null when there was none.</summary>
    public OperationView? LastOperation { get; init; }

    /// <summary>What its sites observe now.</summary>
    public required HealthView Health { get; init; }

    /// <summary>What the last look found that is not as applied; null when there was none yet.</summary>
    public DriftView? Drift { get; init; }

    /// <summary>What the last completed verification saw, or null.</summary>
    public ClusterSetStatus? Status { get; init; }

    /// <summary>When it was seen, UTC, or null.</summary>
    public DateTimeOffset? StatusAt { get; init; }
}
