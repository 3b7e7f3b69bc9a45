namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>Where a site is reached, as its guard told last; kept, so that a Coordinator that starts while the site is dark knows where to look.</summary>
/// <param name="Guards">Where its guard takes letters directly.</param>
/// <param name="Members">Where its members take connections, <c>host:port</c>.</param>
internal sealed record SitePlaces(IReadOnlyList<string> Guards, IReadOnlyList<string> Members)
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly SitePlaces None = new([], []);

    /// <summary>Whether both say the same.</summary>
    public bool IsSame(SitePlaces other) => Guards.SequenceEqual(other.Guards) && Members.SequenceEqual(other.Members);
}
