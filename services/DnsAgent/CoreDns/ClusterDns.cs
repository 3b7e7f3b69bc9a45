using ClusterSetSuite.AgentHost.Kubernetes;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>The cluster's DNS as it was found.</summary>
/// <param name="Service">Its Service.</param>
/// <param name="Pods">The pods behind it that are not being deleted.</param>
public sealed record ClusterDns(V1Service Service, IReadOnlyList<V1Pod> Pods)
{
    /// <summary>Its namespace.</summary>
    public string Namespace => Service.Metadata.NamespaceProperty;

    /// <summary>The Service's port for UDP.</summary>
    public V1ServicePort Port => Service.Spec.Ports.First(port => port is { Port: 53, Protocol: "UDP" });

    /// <summary>The pods that take queries.</summary>
    public IReadOnlyList<V1Pod> Ready =>
        [.. Pods.Where(pod => pod.Status?.PodIP is { Length: > 0 } && pod.IsReady())];

    /// <summary>The name of the ConfigMap that a pod mounts with its Corefile; <c>coredns</c> where no pod tells.</summary>
    public string ConfigMapName =>
        Pods.SelectMany(pod => pod.Spec.Volumes ?? [])
            .Where(volume => volume.ConfigMap is { } map && (map.Items is null or [] || map.Items.Any(item => item.Key == "Corefile")))
            .Where(volume => !volume.ConfigMap.Name.EndsWith("-custom", StringComparison.Ordinal) && volume.ConfigMap.Name != "kube-root-ca.crt")
            .Select(volume => volume.ConfigMap.Name)
            .FirstOrDefault("coredns");

    /// <summary>The image's tag, for people.</summary>
    public string? Version => Pods.SelectMany(pod => pod.Spec.Containers).Select(container => container.Image?.Split(':')[^1]).FirstOrDefault();

    /// <summary>The number of the port on which a pod answers: the Service's target may be a name.</summary>
    public int PodPort(V1Pod pod) => int.TryParse(Port.TargetPort?.Value, out var number)
        ? number
        : pod.Spec.Containers.SelectMany(container => container.Ports ?? []).FirstOrDefault(port => port.Name == Port.TargetPort?.Value)?.ContainerPort ?? 53;
}
