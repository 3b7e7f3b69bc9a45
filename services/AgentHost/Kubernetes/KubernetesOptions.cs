namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>How the agent finds its own cluster's API server.</summary>
public sealed class KubernetesOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Kubernetes";

    /// <summary>Path of a kubeconfig; absent inside the cluster, where the pod's ServiceAccount is used.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>The context in the kubeconfig; its current one when absent.</summary>
    public string? Context { get; set; }
}
