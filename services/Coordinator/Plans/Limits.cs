namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>How long an agent may work on a step. An agent that dies is found much earlier, by its silence.</summary>
internal static class Limits
{
    /// <summary>A few calls to an API server or a database.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(2);

    /// <summary>A reload of CoreDNS takes up to 2 minutes (field notes), and the old text must be put back after that.</summary>
    public static readonly TimeSpan Dns = TimeSpan.FromMinutes(5);

    /// <summary>Pods that restart one after another, a group that dissolves.</summary>
    public static readonly TimeSpan Rollout = TimeSpan.FromMinutes(10);

    /// <summary>Images that are pulled for the first time.</summary>
    public static readonly TimeSpan Install = TimeSpan.FromMinutes(15);

    /// <summary>Volumes, images and a group that forms: 2-4 minutes as a rule.</summary>
    public static readonly TimeSpan Cluster = TimeSpan.FromMinutes(30);

    /// <summary>A large database over a slow line.</summary>
    public static readonly TimeSpan Clone = TimeSpan.FromHours(12);
}
