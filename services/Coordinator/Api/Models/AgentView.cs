namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>An agent as its heartbeats show it.</summary>
public sealed record AgentView
{
    /// <summary>Its site.</summary>
    public required string Site { get; init; }

    /// <summary>Which of the site's agents.</summary>
    public required string Agent { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>When it last reported, UTC.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Whether it has reported within the last 30 s.</summary>
    public required bool Alive { get; init; }
}
