using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Objects;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>The InnoDBCluster resources in the API.</summary>
public sealed class Resources(IKubernetes kubernetes)
{
    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<JsonObject>> List(CancellationToken cancellationToken)
    {
        var list = Object(await kubernetes.CustomObjects.ListClusterCustomObjectAsync(Names.Group, Names.Version, Names.Plural, cancellationToken: cancellationToken));
        return [.. list["items"]!.AsArray().Select(item => item!.AsObject())];
    }

    /// <summary>One; null when it is gone.</summary>
    public async Task<JsonObject?> Find(string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return Object(await kubernetes.CustomObjects.GetNamespacedCustomObjectAsync(Names.Group, Names.Version, ns, Names.Plural, name, cancellationToken));
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Lays a patch over the resource.</summary>
    public Task Patch(string ns, string name, JsonObject patch, CancellationToken cancellationToken) =>
        kubernetes.CustomObjects.PatchNamespacedCustomObjectAsync(Merge(patch), Names.Group, Names.Version, ns, Names.Plural, name, cancellationToken: cancellationToken);

    /// <summary>Lays a patch over the resource's status.</summary>
    public Task PatchStatus(string ns, string name, JsonObject status, CancellationToken cancellationToken) =>
        kubernetes.CustomObjects.PatchNamespacedCustomObjectStatusAsync(Merge(new JsonObject { ["status"] = status }), Names.Group, Names.Version, ns, Names.Plural, name, cancellationToken: cancellationToken);

    /// <summary>A JSON merge patch.</summary>
    public static V1Patch Merge(JsonObject patch) => new(patch.ToJsonString(), V1Patch.PatchType.MergePatch);

    private static JsonObject Object(object answer) => JsonNode.Parse(((JsonElement)answer).GetRawText())!.AsObject();
}
