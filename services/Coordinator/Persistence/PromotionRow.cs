namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>The report of a promotion by the detector.</summary>
public sealed class PromotionRow
{
    /// <summary>The ClusterSet.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>The epoch that it won.</summary>
    public required long Epoch { get; init; }

    /// <summary>When the new primary took writes, UTC; until it does, when that was decided.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>The report as JSON.</summary>
    public required string Report { get; set; }
}
