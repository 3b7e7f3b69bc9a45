using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.DnsAgent;

/// <summary>What the agent must be told where a cluster differs from the usual.</summary>
public sealed class DnsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Dns";

    /// <summary>The cluster's DNS Service as <c>namespace/name</c>; empty to find it by its label.</summary>
    [RegularExpression("^$|^[a-z0-9-]+/[a-z0-9.-]+$")]
    public string Service { get; set; } = "";

    /// <summary>The cluster's domain.</summary>
    [Required]
    public string ClusterDomain { get; set; } = "cluster.local";

    /// <summary>Plugins of an own build of CoreDNS that the Corefile may name.</summary>
    public IList<string> ExtraPlugins { get; } = [];

    /// <summary>How long a change may take until every CoreDNS pod answers by it: the kubelet's sync and the reload took up to 2 minutes (field notes, 3).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:04:00")]
    public TimeSpan ReloadLimit { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>Time between two looks at the nodes: the peers' forwarders follow within it and the time that an operation takes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan NodeInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two looks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);
}
