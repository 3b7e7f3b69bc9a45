using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Contracts.Steps;

/// <summary>One InnoDB Cluster where its agent finds it.</summary>
/// <param name="Namespace">The namespace of the MySQL resources.</param>
/// <param name="Name">The name of the InnoDBCluster resource.</param>
/// <param name="Instances">How many servers it shall have.</param>
/// <param name="SecretName">The Secret of the root account.</param>
public sealed record LocalCluster(string Namespace, string Name, int Instances, string SecretName)
{
    /// <summary>The pods' names, in order.</summary>
    public IEnumerable<string> Pods => Enumerable.Range(0, Instances).Select(Pod);

    /// <summary>The name of the pod with this ordinal.</summary>
    public string Pod(int ordinal) => $"{Name}-{ordinal}";

    /// <summary>The address of a pod's server that all sites can resolve: <c>pod.service.namespace.svc.cluster.local</c>.</summary>
    public string Host(string pod) => $"{pod}.{Name}-instances.{Namespace}.svc.cluster.local";

    /// <summary>The addresses of all servers.</summary>
    public IEnumerable<string> Hosts => Pods.Select(Host);

    /// <summary>Where the site's routers take writes.</summary>
    public string RouterEndpoint => $"{Name}.{Namespace}.svc.cluster.local:6446";
}

/// <summary>Looks at the site's MySQL side before anything is changed: permissions, operator, storage class, an existing cluster.</summary>
/// <param name="Cluster">The cluster that shall be there.</param>
/// <param name="BaseServerId">Its first server_id.</param>
/// <param name="StorageClass">The storage class it shall use, or null for the default.</param>
/// <param name="Version">The server version it shall have, or null for the operator's default.</param>
public sealed record InspectMySql(LocalCluster Cluster, long BaseServerId, string? StorageClass, string? Version = null) : IStepCommand<MySqlProfile>, IMySqlCommand;

/// <summary>What <see cref="InspectMySql"/> saw.</summary>
public sealed record MySqlProfile : IInspection
{
    /// <summary>The agent's public key as JWK, to which secrets for this site are sealed.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The installed MySQL Operator's version, or null where none is installed.</summary>
    public string? OperatorVersion { get; init; }

    /// <summary>The status that an existing InnoDBCluster resource shows, or null where there is none.</summary>
    public string? ClusterStatus { get; init; }

    /// <summary>The version of an existing cluster's servers, for example <c>9.7.4</c>, or null.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The version of the MySQL Shell that the agent will use, or null where it can not be asked yet.</summary>
    public string? ShellVersion { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<SiteFinding> Findings { get; init; } = [];

    /// <inheritdoc/>
    public DateTimeOffset? Clock { get; init; }
}

/// <summary>Makes the namespace.</summary>
/// <param name="Namespace">Its name.</param>
public sealed record EnsureNamespace(string Namespace) : IMySqlCommand;

/// <summary>Makes the credentials of the set on the primary's site where they are missing (strong, random), and seals them to the other sites.</summary>
/// <param name="Cluster">The primary's cluster.</param>
/// <param name="Recipients">The MySqlAgents of the other sites.</param>
public sealed record GenerateCredentials(LocalCluster Cluster, IReadOnlyList<Recipient> Recipients) : IStepCommand<SealedCredentials>, IMySqlCommand;

/// <summary>The credentials of the set, once for each recipient.</summary>
/// <param name="BySite">Site name to sealed credentials.</param>
public sealed record SealedCredentials(IReadOnlyDictionary<string, Sealed> BySite);

/// <summary>Puts the credentials of the set in place on a replica's site, before the operator would make its own.</summary>
/// <remarks>After a clone the replica's mysql.user equals the primary's, so its Secrets must too (field notes, operator).</remarks>
/// <param name="Cluster">The replica's cluster.</param>
/// <param name="Credentials">Sealed to this site's agent.</param>
public sealed record PlaceCredentials(LocalCluster Cluster, Sealed Credentials) : IMySqlCommand;

/// <summary>Installs the MySQL Operator with the cluster domain set, or adopts the one that is there.</summary>
/// <param name="ClusterDomain">Value of MYSQL_OPERATOR_K8S_CLUSTER_DOMAIN.</param>
public sealed record InstallOperator(string ClusterDomain) : IMySqlCommand;

/// <summary>Makes the InnoDBCluster resource and waits, by watch, until all instances are ONLINE.</summary>
public sealed record CreateInnoDBCluster : IMySqlCommand
{
    /// <summary>The cluster.</summary>
    public required LocalCluster Cluster { get; init; }

    /// <summary>The first server_id.</summary>
    public required long BaseServerId { get; init; }

    /// <summary>MySQL Routers.</summary>
    public required int Routers { get; init; }

    /// <summary>Whether the servers' pods get a second enforcer of the right to write; one that is there already stays in any case.</summary>
    public bool Enforced { get; init; }

    /// <summary>Server version, or null for the operator's default.</summary>
    public string? Version { get; init; }

    /// <summary>Storage class, or null for the cluster's default.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Volume size, or null for the operator's default.</summary>
    public string? StorageSize { get; init; }
}

/// <summary>Marks an InnoDBCluster so that the site's agent observes its servers.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
public sealed record ObserveCluster(LocalCluster Cluster, string SetName) : IMySqlCommand;

/// <summary>Puts Cilium's global-service annotations on the headless service of the instances.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Affinity">Value of <c>service.cilium.io/affinity</c>.</param>
public sealed record AnnotateServices(LocalCluster Cluster, string Affinity) : IMySqlCommand;

/// <summary>Verifies, from a MySQL pod of this site, that every server of the other sites accepts a login by its full name.</summary>
/// <param name="Cluster">This site's cluster.</param>
/// <param name="PeerHosts">The full names of all servers of all other sites.</param>
public sealed record VerifyPeerLogin(LocalCluster Cluster, IReadOnlyList<string> PeerHosts) : IMySqlCommand;

/// <summary>Makes the ClusterSet on the primary's cluster.</summary>
/// <param name="Cluster">The primary's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
public sealed record CreateClusterSet(LocalCluster Cluster, string SetName) : IMySqlCommand;

/// <summary>Dissolves the group that the operator made on a replica's site, so that its first server can be cloned. Refuses a cluster that is in a ClusterSet or holds user data.</summary>
/// <param name="Cluster">The replica's cluster.</param>
/// <param name="SetName">The ClusterSet it shall join.</param>
/// <param name="DiscardData">Whether the spec gives up the user data that it holds.</param>
public sealed record DissolveCluster(LocalCluster Cluster, string SetName, bool DiscardData = false) : IMySqlCommand;

/// <summary>Makes a replica cluster on another site's first server, by clone where it has not the primary's data already; runs on the primary's site.</summary>
public sealed record CreateReplicaCluster : IMySqlCommand
{
    /// <summary>The primary's cluster.</summary>
    public required LocalCluster Cluster { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string SetName { get; init; }

    /// <summary>The full name of the replica's first server.</summary>
    public required string ReplicaHost { get; init; }

    /// <summary>The replica's name in the ClusterSet.</summary>
    public required string ReplicaName { get; init; }

    /// <summary>Whether a person has given up what the first server holds: then a group in which it is alone is stopped, whoever has started it.</summary>
    public bool IsGivenUp { get; init; }
}

/// <summary>Adds one server to a replica's group by clone and waits until it is ONLINE.</summary>
/// <param name="Cluster">The replica's cluster.</param>
/// <param name="Ordinal">The server's ordinal, 1 or more.</param>
public sealed record AddInstance(LocalCluster Cluster, int Ordinal) : IMySqlCommand;

/// <summary>Restarts the routers of a site so that they bootstrap against the ClusterSet, or against a cluster that has left it, and waits until they are registered there.</summary>
/// <param name="Cluster">The site's cluster.</param>
/// <param name="Routers">How many routers the site has.</param>
/// <param name="SetName">The ClusterSet's name, or null for a cluster of its own.</param>
/// <param name="Target">Where they shall send what comes to them in a ClusterSet; null leaves it as it is.</param>
public sealed record RestartRouters(LocalCluster Cluster, int Routers, string? SetName, RouterTarget? Target = null) : IMySqlCommand;

/// <summary>Writes a row on the primary for the replicas to show.</summary>
/// <param name="Cluster">The primary's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Token">The content that the row must have, at most 36 characters; null when any will do.</param>
public sealed record WriteProbeRow(LocalCluster Cluster, string SetName, string? Token = null) : IStepCommand<ProbeRow>, IMySqlCommand;

/// <summary>What was written.</summary>
/// <param name="Token">The row's content.</param>
/// <param name="Gtids">The primary's executed GTID set after the write; GTIDs may be tagged (<c>uuid:tag:1-3</c>).</param>
public sealed record ProbeRow(string Token, string Gtids);

/// <summary>Verifies that every server of a replica's cluster shows the row.</summary>
/// <param name="Cluster">The replica's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Row">What the primary wrote.</param>
public sealed record ReadProbeRow(LocalCluster Cluster, string SetName, ProbeRow Row) : IMySqlCommand;

/// <summary>Verifies that the set is HEALTHY and every channel is OK, as the primary sees it.</summary>
/// <param name="Cluster">The primary's cluster.</param>
/// <param name="SetName">The ClusterSet's name.</param>
/// <param name="Clusters">The names that the clusters have in the set, to the number of servers each must have ONLINE.</param>
public sealed record VerifyClusterSet(LocalCluster Cluster, string SetName, IReadOnlyDictionary<string, int> Clusters) : IStepCommand<ClusterSetStatus>, IMySqlCommand;

/// <summary>A ClusterSet as AdminAPI shows it.</summary>
/// <param name="Status">HEALTHY, AVAILABLE, UNAVAILABLE or UNKNOWN.</param>
/// <param name="Clusters">Each cluster of the set.</param>
public sealed record ClusterSetStatus(string Status, IReadOnlyList<ClusterStatus> Clusters);

/// <summary>One cluster of the set as AdminAPI shows it.</summary>
public sealed record ClusterStatus
{
    /// <summary>Its name in the set.</summary>
    public required string Name { get; init; }

    /// <summary>PRIMARY or REPLICA.</summary>
    public required string Role { get; init; }

    /// <summary>OK, OK_NOT_REPLICATING, OK_NOT_CONSISTENT, OK_MISCONFIGURED, OK_FENCED_WRITES, NOT_OK, INVALIDATED or UNKNOWN.</summary>
    public required string GlobalStatus { get; init; }

    /// <summary>For a replica OK, CONNECTING, STOPPED, ERROR, MISCONFIGURED, MISSING or UNKNOWN; null for the primary.</summary>
    public string? ReplicationStatus { get; init; }

    /// <summary>Servers that are ONLINE.</summary>
    public required int OnlineMembers { get; init; }

    /// <summary>The address of the cluster's own primary.</summary>
    public string? PrimaryMember { get; init; }
}
