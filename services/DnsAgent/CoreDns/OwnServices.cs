using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Finds and deletes Services that the suite may have made.</summary>
public sealed class OwnServices(IKubernetes kubernetes)
{
    /// <summary>The Service, or null where there is none.</summary>
    public async Task<V1Service?> Find(string @namespace, string name, CancellationToken ct)
    {
        try
        {
            return await kubernetes.CoreV1.ReadNamespacedServiceAsync(name, @namespace, cancellationToken: ct);
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Deletes it; one that is gone already is no fault.</summary>
    public async Task Delete(string @namespace, string name, CancellationToken ct)
    {
        // Kubernetes 1.20 answers the deletion with a Status where newer versions answer with the Service.
        using var services = new GenericClient(kubernetes, "", "v1", "services", disposeClient: false);
        try
        {
            await services.DeleteNamespacedAsync<V1Status>(@namespace, name, ct);
        }
        catch (HttpOperationException gone) when (gone.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // somebody was faster
        }
    }
}
