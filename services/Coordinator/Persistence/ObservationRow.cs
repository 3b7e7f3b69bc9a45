namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>The newest observation of a site.</summary>
public sealed class ObservationRow
{
    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>When the agent that sent it started, UTC by its clock.</summary>
    public required DateTimeOffset StartedAt { get; set; }

    /// <summary>Its number since then.</summary>
    public required long Number { get; set; }

    /// <summary>When it came, UTC by our clock.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>The message as JSON.</summary>
    public required string Body { get; set; }

    /// <summary>When the last message came in which a cluster had a primary, UTC by our clock; null for never.</summary>
    public DateTimeOffset? AliveAt { get; set; }

    /// <summary>That message as JSON.</summary>
    public string? Alive { get; set; }
}
