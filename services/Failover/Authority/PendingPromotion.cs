namespace ClusterSetSuite.Failover.Authority;

/// <summary>A promotion that has won its epoch and is not yet seen to be complete.</summary>
/// <param name="From">The site that was primary before.</param>
/// <param name="Kind">Why.</param>
/// <param name="Person">The person who asked; null for an automatic one, whose time the database stores in the same transaction (anti-flapping).</param>
/// <param name="Invalidated">Replica sites that could not be reached and are invalidated by it.</param>
public sealed record PendingPromotion(string From, PromotionKind Kind, string? Person, SiteSet Invalidated);
