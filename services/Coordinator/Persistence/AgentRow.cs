namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>An agent as its last heartbeat told.</summary>
public sealed class AgentRow
{
    /// <summary>Its site.</summary>
    public required string Site { get; init; }

    /// <summary>Which of the site's agents.</summary>
    public required string Agent { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; set; }

    /// <summary>When its process started, UTC by its own clock.</summary>
    public required DateTimeOffset StartedAt { get; set; }

    /// <summary>When its last heartbeat came, UTC by our clock.</summary>
    public required DateTimeOffset SeenAt { get; set; }
}
