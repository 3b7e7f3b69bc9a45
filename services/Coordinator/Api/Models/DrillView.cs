namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>The report of a drill.</summary>
public sealed record DrillView
{
    /// <summary>Its operation, which has the timeline.</summary>
    public required Guid Operation { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The operation's state.</summary>
    public required string State { get; init; }

    /// <summary>Whether the spec's table asked for it, not a person.</summary>
    public required bool Scheduled { get; init; }

    /// <summary>Whether the primary's site was cut off, for the detector to replace it.</summary>
    public required bool Isolated { get; init; }

    /// <summary>The detector's own report of that; null where nothing was promoted, or nobody was cut off.</summary>
    public PromotionView? Promotion { get; init; }

    /// <summary>The site that had the primary.</summary>
    public required string From { get; init; }

    /// <summary>The site that it was moved to and back from, or that has replaced it.</summary>
    public required string To { get; init; }

    /// <summary>How long writes paused on the way there and on the way back, in seconds; null where it did not come so far.</summary>
    public double? PauseThere { get; init; }

    /// <summary>See <see cref="PauseThere"/>.</summary>
    public double? PauseBack { get; init; }

    /// <summary>Writes that were acknowledged while it moved, both ways; every one of them was found on the new primary.</summary>
    public required int Acknowledged { get; init; }

    /// <summary>For one that did not come to its end: why.</summary>
    public string? Reason { get; init; }
}
