using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Tests;

/// <summary>The resource's definition, from the operator's own manifest.</summary>
internal static class Crd
{
    public static async Task Apply(IKubernetes admin, CancellationToken ct)
    {
        var manifest = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "deploy.yaml"), ct);
        try
        {
            await admin.ApiextensionsV1.CreateCustomResourceDefinitionAsync(KubernetesYaml.Deserialize<V1CustomResourceDefinition>(manifest.Split("\n---")[0]), cancellationToken: ct);
        }
        catch (HttpOperationException exists) when (exists.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // Another test was first.
        }
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await IsServed(admin, deadline.Token))
            await Task.Delay(100, deadline.Token);
    }

    private static async Task<bool> IsServed(IKubernetes admin, CancellationToken ct)
    {
        try
        {
            await admin.CustomObjects.ListClusterCustomObjectAsync("mysql.oracle.com", "v2", "innodbclusters", cancellationToken: ct);
            return true;
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
