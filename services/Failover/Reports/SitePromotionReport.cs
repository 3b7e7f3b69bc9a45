namespace ClusterSetSuite.Failover.Reports;

/// <summary>How far a site is with a promotion.</summary>
/// <param name="Epoch">The epoch of the promotion's command.</param>
/// <param name="Stage">How far.</param>
/// <param name="ForceStarted">Whether the force or switch command was ever started at this epoch; then the way back is closed.</param>
/// <param name="Reason">Why it is not further.</param>
public sealed record SitePromotionReport(long Epoch, SitePromotionStage Stage, bool ForceStarted, string Reason)
{
    /// <summary>Whether the last command was refused before it changed anything, as a force is while servers of the old site are reachable.</summary>
    public bool WasRefused { get; init; }

    /// <summary>How long ago the first force or switch command was begun; null where none was, or that is not known.</summary>
    public TimeSpan? ForcedFor { get; init; }
}
