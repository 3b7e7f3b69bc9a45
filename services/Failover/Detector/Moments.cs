namespace ClusterSetSuite.Failover.Detector;

/// <summary>Moments on one clock.</summary>
internal static class Moments
{
    /// <summary>The later of two.</summary>
    public static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
