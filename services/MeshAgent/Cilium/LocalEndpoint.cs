using ClusterSetSuite.Contracts.Steps;
using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>What this site tells its peers.</summary>
public sealed class LocalEndpoint(Installation cilium, SiteNetwork network)
{
    /// <summary>The endpoint, or why there is none yet. Of the CA only the certificate is read, never the key.</summary>
    public async Task<(MeshEndpoint? Endpoint, string Lacking)> Read(CancellationToken ct)
    {
        if (await cilium.Config(ct) is not { } config)
            return (null, "Cilium is not installed");
        if (await cilium.MeshNotReady(ct) is { } lacking)
            return (null, lacking);
        var facts = await network.Read(ct);
        if (AddressOf(await cilium.MeshService(ct), facts.NodeAddresses) is not { } address)
            return (null, "Service clustermesh-apiserver can not be reached from outside yet");
        if (await cilium.SecretText(CiliumNames.CaSecret, "ca.crt", ct) is not { } ca || await cilium.SecretText(CiliumNames.RemoteCertificate, "tls.crt", ct) is null)
            return (null, "the certificates of the cluster mesh have not been made yet");
        var endpoint = new MeshEndpoint
        {
            ClusterName = config.ClusterName,
            ClusterId = config.ClusterId,
            Addresses = address.Addresses,
            Port = address.Port,
            CaCertificate = ca,
            MaxConnectedClusters = config.MaxConnectedClusters,
            Datapath = config.Datapath,
            PodCidrs = facts.PodCidrs,
        };
        return (endpoint, "");
    }

    /// <summary>Where peers reach the Service, or null where they do not.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="nodes">The nodes' InternalIPs.</param>
    public static (IReadOnlyList<string> Addresses, int Port)? AddressOf(V1Service? service, IReadOnlyList<string> nodes)
    {
        if (service?.Spec.Ports?.FirstOrDefault() is not { } port)
            return null;
        string[] balanced = [.. service.Status?.LoadBalancer?.Ingress?.Select(ingress => ingress.Ip).OfType<string>() ?? []];
        return service.Spec.Type switch
        {
            "NodePort" when port.NodePort is > 0 && nodes.Count > 0 => (nodes, port.NodePort.Value),
            "LoadBalancer" when balanced.Length > 0 => (balanced, port.Port),
            _ => null,
        };
    }
}
