using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Builds the commands that take several values from the spec or from facts.</summary>
internal static class Commands
{
    public static InspectMesh InspectMesh(ClusterSetSpec spec, SiteSpec site) =>
        new(site.Name, site.MeshId, MayInstall: spec.Mesh.Mode == MeshMode.Connect, NeedsCilium: spec.Mesh.Mode != MeshMode.None, site.MeshNodePort);

    public static InspectDns InspectDns(ClusterSetSpec spec, SiteSpec site) =>
        new(spec.DnsNodePortOf(site), [.. spec.PeersOf(site).Select(peer => peer.Zone())]);

    public static InspectMySql InspectMySql(ClusterSetSpec spec, SiteSpec site) =>
        new(spec.Local(site), site.Cluster.BaseServerId, site.Cluster.StorageClass, site.Cluster.Version);

    public static CreateInnoDBCluster CreateInnoDBCluster(ClusterSetSpec spec, SiteSpec site) => new()
    {
        Enforced = spec.Failover.Mode is FailoverMode.Recommend or FailoverMode.Automatic,
        Cluster = spec.Local(site),
        BaseServerId = site.Cluster.BaseServerId,
        Routers = site.Cluster.Routers,
        Version = site.Cluster.Version,
        StorageClass = site.Cluster.StorageClass,
        StorageSize = site.Cluster.StorageSize,
    };

    public static CreateReplicaCluster CreateReplicaCluster(ClusterSetSpec spec, SiteSpec replica)
    {
        var cluster = spec.Local(replica);
        return new()
        {
            Cluster = spec.Local(spec.PrimarySite),
            SetName = spec.Name,
            ReplicaHost = cluster.Host(cluster.Pod(0)),
            ReplicaName = spec.NameInSet(replica),
        };
    }

    public static RestartRouters RestartRouters(ClusterSetSpec spec, SiteSpec site) =>
        new(spec.Local(site), site.Cluster.Routers, spec.Name, site.Cluster.RouterTarget);

    public static VerifyClusterSet VerifyClusterSet(ClusterSetSpec spec) =>
        new(spec.Local(spec.PrimarySite), spec.Name, spec.Sites.ToDictionary(spec.NameInSet, site => site.Cluster.Instances));

    /// <summary>The cluster as its own site's agent finds it.</summary>
    public static LocalCluster Local(this ClusterSetSpec spec, SiteSpec site) =>
        new(site.Namespace, site.Cluster.Name, site.Cluster.Instances, spec.Credentials.SecretName);

    /// <summary>The zone of a site's MySQL names, from its real namespace.</summary>
    public static string Zone(this SiteSpec site) => $"{site.Namespace}.svc.cluster.local";

    /// <summary>What a site must forward to its peers.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="site">The site that forwards.</param>
    /// <param name="facts">What the peers have told.</param>
    /// <param name="expose">The stage in which they told where their DNS answers.</param>
    /// <param name="probe">The command, in that stage, that told their probe name; null where a stage of its own did.</param>
    public static IReadOnlyList<ForwardedZone> ZonesFor(this ClusterSetSpec spec, SiteSpec site, PlanFacts facts, string expose = "dns-expose", string? probe = null) =>
    [
        .. spec.PeersOf(site).Select(peer => new ForwardedZone
        {
            Site = peer.Name,
            Zone = peer.Zone(),
            Upstream = facts.Of<DnsEndpoint>(StepIds.Of(expose, peer)),
            Probe = facts.Of<DnsProbe>(probe is null ? StepIds.Of("dns-names", peer) : StepIds.Of(expose, peer, probe)),
        }),
    ];

    /// <summary>The MySqlAgents of the replicas' sites.</summary>
    public static IReadOnlyList<Recipient> Recipients(this ClusterSetSpec spec, PlanFacts facts) =>
        [.. spec.ReplicaSites.Select(site => new Recipient(site.Name, facts.Of<MySqlProfile>(StepIds.Of(Preflight.Name, site, nameof(Contracts.Steps.InspectMySql))).PublicKey))];

    /// <summary>The set's credentials, sealed to a replica's site.</summary>
    public static Sealed CredentialsFor(this ClusterSetSpec spec, SiteSpec site, PlanFacts facts) =>
        facts.Of<SealedCredentials>(StepIds.Of("credentials", spec.PrimarySite)).BySite[site.Name];
}
