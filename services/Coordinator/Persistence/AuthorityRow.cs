namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>Who may be primary of a ClusterSet; written by the active detector only, through its own session.</summary>
public sealed class AuthorityRow
{
    /// <summary>The ClusterSet.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>The record's epoch.</summary>
    public required long Epoch { get; set; }

    /// <summary>The record as JSON.</summary>
    public required string Record { get; set; }

    /// <summary>The last automatic failover that nobody has acknowledged, UTC by the database's clock; null for none.</summary>
    public DateTimeOffset? AutomaticAt { get; set; }

    /// <summary>The end of a maintenance that pauses automation, UTC by the database's clock; null for none.</summary>
    public DateTimeOffset? MaintenanceUntil { get; set; }

    /// <summary>The primary's last sign of life, while it is silent to the active detector, UTC by the database's clock; null else.</summary>
    public DateTimeOffset? SilentSince { get; set; }

    /// <summary>When the active detector last said so, UTC by the database's clock.</summary>
    public DateTimeOffset? SilentUntil { get; set; }

    /// <summary>Where the sites' members and guards were reached last, as JSON.</summary>
    public string? Places { get; set; }
}
