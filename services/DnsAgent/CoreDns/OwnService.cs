using System.Globalization;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>The Service that exposes the cluster's DNS to the other sites.</summary>
public static class OwnService
{
    /// <summary>Its name.</summary>
    public const string Name = "clusterset-dns";

    /// <summary>The label that tells who made it.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>The label's value on what the suite made.</summary>
    public const string Manager = "clusterset-suite";

    /// <summary>The Service as wanted: selector and targets of the cluster's DNS Service, one NodePort for both protocols.</summary>
    public static V1Service For(ClusterDns dns, int nodePort) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = dns.Namespace, Labels = new Dictionary<string, string> { [ManagedBy] = Manager } },
        Spec = new V1ServiceSpec
        {
            Type = "NodePort",
            Selector = dns.Service.Spec.Selector,
            Ports = [Port(dns, "dns", "UDP", nodePort), Port(dns, "dns-tcp", "TCP", nodePort)],
        },
    };

    /// <summary>The one NodePort of a Service that exposes the DNS as wanted; null where it does not.</summary>
    public static int? PortOf(V1Service? service, ClusterDns dns)
    {
        if (service?.Spec is not { Type: "NodePort" or "LoadBalancer", Ports: [{ NodePort: int first }, _] } spec)
            return null;
        var wanted = For(dns, first);
        var equal = spec.Selector.OrderBy(label => label.Key).SequenceEqual(wanted.Spec.Selector.OrderBy(label => label.Key))
            && spec.Ports.OrderBy(port => port.Protocol).Select(Shape).SequenceEqual(wanted.Spec.Ports.OrderBy(port => port.Protocol).Select(Shape));
        return equal ? first : null;
    }

    private static string Shape(V1ServicePort port) => string.Create(CultureInfo.InvariantCulture, $"{port.Protocol} {port.Port} {port.TargetPort?.Value} {port.NodePort}");

    private static V1ServicePort Port(ClusterDns dns, string name, string protocol, int nodePort) => new()
    {
        Name = name,
        Protocol = protocol,
        Port = 53,
        TargetPort = (dns.Service.Spec.Ports.FirstOrDefault(port => port.Port == 53 && port.Protocol == protocol) ?? dns.Port).TargetPort ?? "53",
        NodePort = nodePort,
    };
}
