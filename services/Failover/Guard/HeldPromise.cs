namespace ClusterSetSuite.Failover.Guard;

/// <summary>A promise that another site gave to this one, or is being asked for.</summary>
/// <param name="Site">The site that promises.</param>
public sealed record HeldPromise(string Site)
{
    /// <summary>How long this site may rely on it, on its own clock.</summary>
    public TimeSpan Until { get; init; } = GuardState.Never;

    /// <summary>The newest request.</summary>
    public long Nonce { get; init; }

    /// <summary>When that was sent.</summary>
    public TimeSpan AskedAt { get; init; } = GuardState.Never;

    /// <summary>Whether it was answered.</summary>
    public bool IsAnswered { get; init; } = true;
}
