namespace ClusterSetSuite.Contracts.Steps;

/// <summary>Looks at the site's DNS before anything is changed: flavour, permissions, NodePort, the Corefile.</summary>
/// <param name="NodePort">The NodePort that the site's DNS shall have.</param>
/// <param name="PeerZones">The zones that shall be forwarded: none of them may be served by somebody else's block already.</param>
public sealed record InspectDns(int NodePort, IReadOnlyList<string> PeerZones) : IStepCommand<DnsProfile>, IDnsCommand;

/// <summary>What <see cref="InspectDns"/> saw.</summary>
public sealed record DnsProfile : IInspection
{
    /// <summary>The Service of the cluster's DNS, for example <c>kube-system/kube-dns</c>; null where none was found.</summary>
    public string? Service { get; init; }

    /// <summary>The ConfigMap that takes the forwarding, for example <c>kube-system/coredns</c>; null where none can.</summary>
    public string? ConfigMap { get; init; }

    /// <summary>The CoreDNS image's tag, for people.</summary>
    public string? Version { get; init; }

    /// <summary>The NodePort that the site's DNS is exposed on already, or null.</summary>
    public int? NodePort { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<SiteFinding> Findings { get; init; } = [];

    /// <inheritdoc/>
    public DateTimeOffset? Clock { get; init; }
}

/// <summary>Exposes the site's DNS on a NodePort, UDP and TCP.</summary>
/// <param name="NodePort">The wanted port, 30000-32767; when it is taken another is used and told.</param>
public sealed record ExposeDns(int NodePort) : IStepCommand<DnsEndpoint>, IDnsCommand;

/// <summary>Where a site's DNS answers from outside.</summary>
public sealed record DnsEndpoint
{
    /// <summary>The InternalIPs of the site's nodes, at most 15: more upstreams are a start-up error in CoreDNS.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>The NodePort really given.</summary>
    public required int Port { get; init; }
}

/// <summary>Publishes a name in the MySQL namespace by which peers can prove that they resolve this site's names: an ExternalName Service.</summary>
/// <param name="Namespace">The site's MySQL namespace.</param>
public sealed record PublishProbeName(string Namespace) : IStepCommand<DnsProbe>, IDnsCommand;

/// <summary>A name that only one site answers.</summary>
public sealed record DnsProbe
{
    /// <summary>The name, for example <c>clusterset-probe.mysql-dr.svc.cluster.local</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The CNAME that it must answer with, for example <c>dr.clusterset.invalid</c>.</summary>
    public required string Target { get; init; }
}

/// <summary>One peer's zone and where it is answered.</summary>
public sealed record ForwardedZone
{
    /// <summary>The peer's site name.</summary>
    public required string Site { get; init; }

    /// <summary>The peer's zone, for example <c>mysql-dr.svc.cluster.local</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>The peer's DNS.</summary>
    public required DnsEndpoint Upstream { get; init; }

    /// <summary>The peer's probe name.</summary>
    public required DnsProbe Probe { get; init; }
}

/// <summary>Forwards the peers' zones to the peers' DNS, in a block between own markers, and waits until the reload is seen by resolving; puts the old text back when it is not.</summary>
/// <param name="ClusterSet">The ClusterSet's name, for the markers.</param>
/// <param name="Zones">Every peer's zone.</param>
public sealed record ForwardZones(string ClusterSet, IReadOnlyList<ForwardedZone> Zones) : IDnsCommand;

/// <summary>Verifies, on every DNS pod and on the DNS Service, that each peer's probe name resolves to the peer.</summary>
/// <param name="Zones">Every peer's zone.</param>
public sealed record VerifyZones(IReadOnlyList<ForwardedZone> Zones) : IDnsCommand;
