namespace ClusterSetSuite.Contracts.Messages;

/// <summary>Published by every agent at start and every <see cref="Interval"/> after.</summary>
public sealed record AgentHeartbeat
{
    /// <summary>Time between two heartbeats.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The agent's site.</summary>
    public required string Site { get; init; }

    /// <summary>Which of the site's agents it is; see <see cref="AgentNames"/>.</summary>
    public required string Agent { get; init; }

    /// <summary>The agent's version.</summary>
    public required string Version { get; init; }

    /// <summary>When this process started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
