namespace ClusterSetSuite.Lab.Cilium.Certificates;

/// <summary>The four certificates of a cluster mesh, by the names of the real chart.</summary>
public static class CertificateRequests
{
    /// <summary>Server names are the Service and the mesh domain only, so an endpoint that is given as a bare address is refused.</summary>
    public static IReadOnlyList<LeafRequest> Of(string @namespace, string domain, string cluster) =>
    [
        new("clustermesh-apiserver-server-cert", "clustermesh-apiserver.cilium.io",
            ["clustermesh-apiserver.cilium.io", $"*.{domain}", $"clustermesh-apiserver.{@namespace}.svc"], ["127.0.0.1", "::1"]),
        new("clustermesh-apiserver-admin-cert", $"admin-{cluster}", [], []),
        new("clustermesh-apiserver-remote-cert", $"remote-{cluster}", [], []),
        new("clustermesh-apiserver-local-cert", $"local-{cluster}", [], []),
    ];
}
