namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>All that the inspection of a site's network looks at.</summary>
public sealed record MeshSituation
{
    /// <summary>Kubernetes server version, for example <c>v1.20.2</c>.</summary>
    public required string KubernetesVersion { get; init; }

    /// <summary>What the nodes tell.</summary>
    public required NetworkFacts Network { get; init; }

    /// <summary>What an installed Cilium says of itself, or null.</summary>
    public CiliumConfig? Config { get; init; }

    /// <summary>An installed Cilium's version, or null.</summary>
    public string? CiliumVersion { get; init; }

    /// <summary>Whether the cluster mesh is switched on.</summary>
    public bool MeshIsOn { get; init; }

    /// <summary>Whether Helm has Cilium's release.</summary>
    public bool HasRelease { get; init; }

    /// <summary>Why helm can not be used, or null.</summary>
    public string? HelmFault { get; init; }

    /// <summary>The Service of somebody else that has the wanted NodePort, or null.</summary>
    public string? PortHolder { get; init; }
}
