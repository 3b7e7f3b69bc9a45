using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>The operator's manifest, as its makers publish it: read from a file or a folder, and applied in an order that works.</summary>
public sealed class Manifest(IKubernetes kubernetes, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options)
{
    // What others need comes first; the Deployment comes last.
    private static readonly string[] Order =
        ["CustomResourceDefinition", "Namespace", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "ConfigMap", "Secret", "Service"];

    /// <summary>Whether one is configured.</summary>
    public bool Configured => options.Value.OperatorManifest is { Length: > 0 };

    /// <summary>Applies every document, with the cluster's domain set in the operator's container.</summary>
    /// <exception cref="StepFailedException">The file is missing or holds no operator.</exception>
    public async Task Apply(string clusterDomain, CancellationToken ct)
    {
        var documents = await Read(clusterDomain, ct);
        foreach (var (document, i) in documents.Select((d, i) => (d, i)))
        {
            var (kind, name) = ((string)document["kind"]!, (string)document["metadata"]!["name"]!);
            progress.Report($"operator: {kind} {name}", 100 * i / documents.Count);
            await ApplyOne(document, kind, name, ct);
            if (kind == "CustomResourceDefinition")
                await Established(name, ct);
        }
    }

    /// <summary>Reads and orders documents.</summary>
    internal static IReadOnlyList<JsonObject> Sort(IEnumerable<JsonObject> documents) =>
        [.. documents.OrderBy(d => Array.IndexOf(Order, (string)d["kind"]!) is >= 0 and var place ? place : (string)d["kind"]! == "Deployment" ? 99 : 50)];

    private async Task<IReadOnlyList<JsonObject>> Read(string clusterDomain, CancellationToken ct)
    {
        var path = options.Value.OperatorManifest!;
        var files = Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.yaml").Order()] : File.Exists(path) ? new[] { path } : throw Bad($"the operator's manifest {path} is missing");
        var documents = new List<JsonObject>();
        foreach (var file in files)
            documents.AddRange(ManifestText.Documents(await File.ReadAllTextAsync(file, ct)));
        return documents.Count(d => ManifestText.SetDomain(d, clusterDomain)) == 1 ? Sort(documents) : throw Bad($"the manifest {path} does not hold exactly one Deployment of the MySQL Operator");
    }

    private async Task ApplyOne(JsonObject document, string kind, string name, CancellationToken ct)
    {
        var patch = new V1Patch(document.ToJsonString(), V1Patch.PatchType.ApplyPatch);
        var @namespace = (string?)document["metadata"]!["namespace"] ?? options.Value.OperatorNamespace;
        const string Me = SiteOptions.FieldManager;
        switch ((string)document["apiVersion"]!, kind)
        {
            case ("v1", "Namespace"):
                await kubernetes.CoreV1.PatchNamespaceAsync(patch, name, fieldManager: Me, force: true, cancellationToken: ct);
                break;
            case ("v1", "ServiceAccount"):
                await kubernetes.CoreV1.PatchNamespacedServiceAccountAsync(patch, name, @namespace, fieldManager: Me, force: true, cancellationToken: ct);
                break;
            case ("v1", "Service"):
                await kubernetes.CoreV1.PatchNamespacedServiceAsync(patch, name, @namespace, fieldManager: Me, force: true, cancellationToken: ct);
                break;
            case ("v1", "ConfigMap"):
                await kubernetes.CoreV1.PatchNamespacedConfigMapAsync(patch, name, @namespace, fieldManager: Me, force: true, cancellationToken: ct);
                break;
            case ("v1", "Secret"):
                await kubernetes.CoreV1.PatchNamespacedSecretAsync(patch, name, @namespace, fieldManager: Me, force: true, cancellationToken: ct);
                break;
            case ({ } api, _) when api.Split('/') is [var group, var version]:
                await ApplyInGroup(patch, group, version, kind, name, @namespace, ct);
                break;
            default:
                throw Bad($"the operator's manifest has a {kind} of {document["apiVersion"]}, which this agent can not apply");
        }
    }

    private async Task ApplyInGroup(V1Patch patch, string group, string version, string kind, string name, string @namespace, CancellationToken ct)
    {
        var known = await kubernetes.CustomObjects.GetAPIResourcesAsync(group, version, ct);
        var resource = known.Resources.FirstOrDefault(r => r.Kind == kind && !r.Name.Contains('/', StringComparison.Ordinal))
            ?? throw Bad($"this Kubernetes knows no {kind} of {group}/{version}, which the operator's manifest has");
        if (resource.Namespaced)
            await kubernetes.CustomObjects.PatchNamespacedCustomObjectAsync<JsonElement>(patch, group, version, @namespace, resource.Name, name, fieldManager: SiteOptions.FieldManager, force: true, cancellationToken: ct);
        else
            await kubernetes.CustomObjects.PatchClusterCustomObjectAsync<JsonElement>(patch, group, version, resource.Name, name, fieldManager: SiteOptions.FieldManager, force: true, cancellationToken: ct);
    }

    private async Task Established(string name, CancellationToken ct)
    {
        var definition = await eventually.Look(
            token => kubernetes.ApiextensionsV1.ReadCustomResourceDefinitionAsync(name, cancellationToken: token), IsEstablished,
            options.Value.LookInterval, options.Value.SettleLimit, ct);
        if (!IsEstablished(definition))
            throw new StepFailedException($"CustomResourceDefinition {name} is not Established", $"see its conditions: kubectl describe crd {name}", retriable: true);
    }

    private static bool IsEstablished(V1CustomResourceDefinition definition) =>
        definition.Status?.Conditions?.Any(c => c is { Type: "Established", Status: "True" }) == true;

    private static StepFailedException Bad(string reason) =>
        new(reason, $"set {MySqlOptions.Section}:{nameof(MySqlOptions.OperatorManifest)} to the manifest that the operator's makers publish (CRDs and operator)", retriable: false);
}
