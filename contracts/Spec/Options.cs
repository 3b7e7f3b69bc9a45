namespace ClusterSetSuite.Contracts.Spec;

/// <summary>The root account.</summary>
public sealed record CredentialsSpec
{
    /// <summary>The Secret with rootUser, rootHost and rootPassword in every site's namespace; made with a strong random password when absent.</summary>
    public string SecretName { get; init; } = "mypwds";
}

/// <summary>What the suite does with Cilium.</summary>
public enum MeshMode
{
    /// <summary>Install or adopt Cilium, enable the mesh and connect the sites.</summary>
    Connect,

    /// <summary>Verify a mesh that somebody else keeps.</summary>
    Existing,

    /// <summary>Pods reach each other by other means.</summary>
    None,
}

/// <summary>The Cilium Cluster Mesh.</summary>
public sealed record MeshSpec
{
    /// <summary>What the suite does with it.</summary>
    public MeshMode Mode { get; init; } = MeshMode.Connect;
}

/// <summary>What the suite does with DNS.</summary>
public enum DnsMode
{
    /// <summary>Expose each site's DNS on a NodePort and forward the peers' zones to it.</summary>
    Forward,

    /// <summary>Names of other sites resolve by other means.</summary>
    None,
}

/// <summary>DNS between sites.</summary>
public sealed record DnsSpec
{
    /// <summary>What the suite does with it.</summary>
    public DnsMode Mode { get; init; } = DnsMode.Forward;

    /// <summary>The NodePort on which each site's DNS is exposed, 30000-32767.</summary>
    public int NodePort { get; init; } = 30053;
}

/// <summary>How much the suite does by itself when the primary site is lost.</summary>
public enum FailoverMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>Log what it would have done.</summary>
    Observe,

    /// <summary>Ask a person.</summary>
    Recommend,

    /// <summary>Fail over by the rule.</summary>
    Automatic,
}

/// <summary>Where a site's MySQL Routers send what comes to them.</summary>
public enum RouterTarget
{
    /// <summary>To the primary's cluster, whichever it is.</summary>
    Primary,

    /// <summary>To the cluster of their own site: reads alone while it is a replica, and no connection for writes then.</summary>
    Own,
}

/// <summary>What becomes of user data that a replica's cluster holds before it joins.</summary>
public enum ExistingData
{
    /// <summary>The cluster is not taken into the set.</summary>
    Refuse,

    /// <summary>The primary's data takes its place. Of the site that has the primary nothing is ever discarded.</summary>
    Discard,
}

/// <summary>What happens when the primary site is lost.</summary>
public sealed record FailoverSpec
{
    /// <summary>How much the suite does by itself.</summary>
    public FailoverMode Mode { get; init; } = FailoverMode.Observe;

    /// <summary>The estimated loss above which a person is asked.</summary>
    public TimeSpan MaxDataLoss { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the primary must have been silent; a Coordinator without the fast profile waits 30 s at least.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Site names, most wanted first.</summary>
    public IReadOnlyList<string> Preference { get; init; } = [];

    /// <summary>When the primary is moved away and back to see that it can be, as Quartz writes it and in UTC; null for never. See <see cref="DrillSchedule"/>.</summary>
    public string? Drill { get; init; }
}

/// <summary>What the suite does when reality is not as applied any more.</summary>
public enum RepairMode
{
    /// <summary>It is shown.</summary>
    None,

    /// <summary>The spec is applied again.</summary>
    Automatic,
}
