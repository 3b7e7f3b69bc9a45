using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.Lab.Cilium.Kubernetes;

/// <summary>The custom resources: their definitions, a CiliumNode a node, a CiliumEndpoint a managed pod, and people's policies.</summary>
public sealed class CiliumResources(IKubernetes api)
{
    private const string Group = "cilium.io";
    private const string Version = "v2";

    /// <summary>Registers the definitions, as the operator does.</summary>
    public async Task Register(CancellationToken ct)
    {
        await Register("ciliumendpoints", "CiliumEndpoint", "Namespaced", ct);
        await Register("ciliumnodes", "CiliumNode", "Cluster", ct);
        await Register("ciliumnetworkpolicies", "CiliumNetworkPolicy", "Namespaced", ct);
    }

    /// <summary>The policies of all namespaces.</summary>
    public async Task<IReadOnlyList<JsonElement>> Policies(CancellationToken ct) =>
        [.. (await api.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(Group, Version, "ciliumnetworkpolicies", cancellationToken: ct)).GetProperty("items").EnumerateArray()];

    /// <summary>Writes a node's CiliumNode.</summary>
    public async Task SetNode(V1Node node, string podCidr, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = $"{Group}/{Version}",
            ["kind"] = "CiliumNode",
            ["metadata"] = new JsonObject
            {
                ["name"] = node.Name(),
                ["ownerReferences"] = new JsonArray(Owner("v1", "Node", node.Metadata)),
            },
            ["spec"] = new JsonObject
            {
                ["addresses"] = new JsonArray([.. Nodes.InternalIps(node).Select(ip => new JsonObject { ["type"] = "InternalIP", ["ip"] = ip })]),
                ["ipam"] = new JsonObject { ["podCIDRs"] = new JsonArray(podCidr) },
            },
        };
        try
        {
            await api.CustomObjects.CreateClusterCustomObjectAsync(body, Group, Version, "ciliumnodes", cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            var patch = new JsonObject { ["spec"] = body["spec"]!.DeepClone() };
            await api.CustomObjects.PatchClusterCustomObjectAsync(
                new V1Patch(patch, V1Patch.PatchType.MergePatch), Group, Version, "ciliumnodes", node.Name(), cancellationToken: ct);
        }
    }

    /// <summary>Makes sure that a pod has its CiliumEndpoint; it goes away with the pod.</summary>
    public async Task SetEndpoint(V1Pod pod, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = $"{Group}/{Version}",
            ["kind"] = "CiliumEndpoint",
            ["metadata"] = new JsonObject
            {
                ["name"] = pod.Name(),
                ["namespace"] = pod.Namespace(),
                ["ownerReferences"] = new JsonArray(Owner("v1", "Pod", pod.Metadata)),
            },
            ["status"] = new JsonObject
            {
                ["state"] = "ready",
                ["networking"] = new JsonObject
                {
                    ["addressing"] = new JsonArray(new JsonObject { ["ipv4"] = pod.Status.PodIP }),
                    ["node"] = pod.Status.HostIP,
                },
            },
        };
        try
        {
            await api.CustomObjects.CreateNamespacedCustomObjectAsync(body, Group, Version, pod.Namespace(), "ciliumendpoints", cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // There already: of this pod, or of its predecessor of the same name, which the garbage collector is about to remove.
        }
    }

    private async Task Register(string plural, string kind, string scope, CancellationToken ct)
    {
        var definition = new V1CustomResourceDefinition
        {
            Metadata = new V1ObjectMeta { Name = $"{plural}.{Group}" },
            Spec = new V1CustomResourceDefinitionSpec
            {
                Group = Group,
                Scope = scope,
                Names = new V1CustomResourceDefinitionNames { Kind = kind, Plural = plural, Singular = kind.ToLowerInvariant() },
                Versions =
                [
                    new V1CustomResourceDefinitionVersion
                    {
                        Name = Version,
                        Served = true,
                        Storage = true,
                        Schema = new V1CustomResourceValidation { OpenAPIV3Schema = new V1JSONSchemaProps { Type = "object", XKubernetesPreserveUnknownFields = true } },
                    },
                ],
            },
        };
        try
        {
            await api.ApiextensionsV1.CreateCustomResourceDefinitionAsync(definition, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // Registered before; the definitions outlive the release, as the real ones do.
        }
    }

    private static JsonObject Owner(string apiVersion, string kind, V1ObjectMeta owner) =>
        new() { ["apiVersion"] = apiVersion, ["kind"] = kind, ["name"] = owner.Name, ["uid"] = owner.Uid };
}
