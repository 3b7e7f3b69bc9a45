namespace ClusterSetSuite.Contracts.Steps;

/// <summary>Looks at the site's network before anything is changed: versions, permissions, names, CIDRs, node addresses.</summary>
/// <param name="ClusterName">The Cilium cluster name the site shall have.</param>
/// <param name="ClusterId">The Cilium cluster id the site shall have, 1-255.</param>
/// <param name="MayInstall">False when the spec says that somebody else keeps the mesh (<c>mesh.mode: existing</c>) or there is none.</param>
/// <param name="NeedsCilium">False for <c>mesh.mode: none</c>.</param>
/// <param name="NodePort">The NodePort that clustermesh-apiserver shall have, or null where nobody asks for one.</param>
public sealed record InspectMesh(string ClusterName, int ClusterId, bool MayInstall, bool NeedsCilium, int? NodePort = null) : IStepCommand<MeshProfile>, IMeshCommand;

/// <summary>What <see cref="InspectMesh"/> saw.</summary>
public sealed record MeshProfile : IInspection
{
    /// <summary>Kubernetes server version, for example <c>v1.20.2</c>.</summary>
    public required string KubernetesVersion { get; init; }

    /// <summary>The installed Cilium's version, or null where none is installed.</summary>
    public string? CiliumVersion { get; init; }

    /// <summary>Its cluster name, or null where none is installed.</summary>
    public string? ClusterName { get; init; }

    /// <summary>Its cluster id, or null where none is installed.</summary>
    public int? ClusterId { get; init; }

    /// <summary><c>tunnel/vxlan</c>, <c>tunnel/geneve</c> or <c>native</c>, or null where none is installed.</summary>
    public string? Datapath { get; init; }

    /// <summary>The pod networks of the site's nodes in CIDR notation.</summary>
    public required IReadOnlyList<string> PodCidrs { get; init; }

    /// <summary>The InternalIPs of the site's nodes.</summary>
    public required IReadOnlyList<string> NodeAddresses { get; init; }

    /// <summary>Value of <c>max-connected-clusters</c>, or null where no Cilium is installed.</summary>
    public int? MaxConnectedClusters { get; init; }

    /// <summary>Whether Cilium does kube-proxy's work, or null where none is installed.</summary>
    public bool? ReplacesKubeProxy { get; init; }

    /// <summary>The NodePort that clustermesh-apiserver has already, or null.</summary>
    public int? MeshNodePort { get; init; }

    /// <summary>The certificate of the site's Cilium CA, PEM, or null where there is none yet.</summary>
    public string? CaCertificate { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<SiteFinding> Findings { get; init; } = [];

    /// <inheritdoc/>
    public DateTimeOffset? Clock { get; init; }
}

/// <summary>Installs Cilium with this name and id, or adopts the one that is there.</summary>
/// <param name="ClusterName">The Cilium cluster name.</param>
/// <param name="ClusterId">The Cilium cluster id.</param>
public sealed record InstallCilium(string ClusterName, int ClusterId) : IMeshCommand;

/// <summary>Restarts the pods that were started before Cilium and are not managed by it.</summary>
public sealed record RestartUnmanagedPods : IMeshCommand;

/// <summary>Switches the cluster mesh on and waits until its API server answers.</summary>
/// <param name="ClusterName">The Cilium cluster name.</param>
/// <param name="ClusterId">The Cilium cluster id.</param>
/// <param name="NodePort">The NodePort of clustermesh-apiserver; differs from site to site, because Cilium up to 1.18 takes an equal number for its own (issue 24692).</param>
public sealed record EnableMesh(string ClusterName, int ClusterId, int NodePort) : IStepCommand<MeshEndpoint>, IMeshCommand;

/// <summary>What a peer must know to connect to a site. Nothing in it is secret: no private key leaves its site.</summary>
public sealed record MeshEndpoint
{
    /// <summary>The Cilium cluster name.</summary>
    public required string ClusterName { get; init; }

    /// <summary>The Cilium cluster id.</summary>
    public required int ClusterId { get; init; }

    /// <summary>IP addresses on which clustermesh-apiserver answers.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>The port there.</summary>
    public required int Port { get; init; }

    /// <summary>The certificate of the site's Cilium CA, PEM.</summary>
    public required string CaCertificate { get; init; }

    /// <summary>Value of <c>max-connected-clusters</c>: 255 or 511, equal on all sites.</summary>
    public required int MaxConnectedClusters { get; init; }

    /// <summary><c>tunnel/vxlan</c>, <c>tunnel/geneve</c> or <c>native</c>, equal on all sites.</summary>
    public required string Datapath { get; init; }

    /// <summary>The site's pod networks in CIDR notation, disjoint from those of all other sites.</summary>
    public required IReadOnlyList<string> PodCidrs { get; init; }
}

/// <summary>Connects this site to its peers, with local rights only.</summary>
/// <param name="Peers">Every other site of the set.</param>
public sealed record ConnectMesh(IReadOnlyList<MeshEndpoint> Peers) : IMeshCommand;

/// <summary>Verifies that every peer is connected and ready, as the Cilium agents or KVStoreMesh see it.</summary>
/// <param name="Peers">The Cilium cluster names of the peers.</param>
public sealed record VerifyMesh(IReadOnlyList<string> Peers) : IMeshCommand;
