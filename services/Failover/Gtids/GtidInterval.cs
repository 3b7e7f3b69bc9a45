namespace ClusterSetSuite.Failover.Gtids;

/// <summary>Transaction numbers in a row.</summary>
/// <param name="First">The first number, 1 at least.</param>
/// <param name="Last">The last number.</param>
public readonly record struct GtidInterval(long First, long Last)
{
    /// <summary>How many numbers.</summary>
    public long Count => Last - First + 1;

    /// <summary>As MySQL writes it.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
