namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>An operation as <c>GET /v1/operations/{id}</c> shows it.</summary>
public sealed record OperationView
{
    /// <summary>The caller's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The kind of operation, for example <c>provision</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>The saga's state, for example <c>Running</c>, <c>Completed</c>, <c>Failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>For a failure: the first reason.</summary>
    public string? Reason { get; init; }

    /// <summary>For a failure: what a person can do.</summary>
    public string? Advice { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it came to its end, UTC, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What its answers say of sites and pairs, the worst first; empty in lists of operations.</summary>
    public IReadOnlyList<FindingView> Findings { get; init; } = [];

    /// <summary>The stages, in the plan's order; empty in lists of operations.</summary>
    public IReadOnlyList<StageView> Stages { get; init; } = [];

    /// <summary>What there is to tell beside the stages, for people, for example how long writes paused; empty in lists of operations.</summary>
    public IReadOnlyList<string> Report { get; init; } = [];
}
