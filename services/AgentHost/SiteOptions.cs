using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.AgentHost;

/// <summary>Which site this agent belongs to, and where its own objects live.</summary>
public sealed class SiteOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Site";

    /// <summary>The site's name, as in the spec.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>The namespace of the agents and of what they keep (keys).</summary>
    [Required]
    public string AgentNamespace { get; set; } = "clusterset-system";

    /// <summary>The field manager of everything the suite applies.</summary>
    public const string FieldManager = "clusterset-suite";

    /// <summary>Whether this process runs inside the site's cluster, so that pod addresses are reached directly; false when embedded.</summary>
    public bool InCluster { get; set; } = true;
}
