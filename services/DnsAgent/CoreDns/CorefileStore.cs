using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.DnsAgent.Corefiles;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Reads and writes the cluster's Corefile.</summary>
public sealed class CorefileStore(IKubernetes kubernetes, IOptions<DnsOptions> options)
{
    /// <summary>The annotation that keeps the text as it was before the last change, for putting it back.</summary>
    public const string Before = "clusterset.io/corefile-before";

    /// <summary>The annotation that names the text by which the peers' names were seen to resolve: such a text is not put back when a peer is away later.</summary>
    public const string Proven = "clusterset.io/corefile-proven";

    /// <summary>The label by which the addon manager of a platform says that it takes edits back.</summary>
    public const string KeptByPlatform = "addonmanager.kubernetes.io/mode";

    private const string Custom = "coredns-custom";
    private const int Tries = 5;

    /// <summary>Plugins of an own build that a Corefile may name.</summary>
    public IReadOnlyCollection<string> ExtraPlugins => [.. options.Value.ExtraPlugins];

    /// <summary>Finds where the forwarding goes.</summary>
    /// <param name="dns">The cluster's DNS.</param>
    /// <param name="set">The ClusterSet's name, for the key in <c>coredns-custom</c>.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="StepRefusedException">The DNS is not CoreDNS with a Corefile in a ConfigMap.</exception>
    public async Task<CorefileSource> Read(ClusterDns dns, string set, CancellationToken ct)
    {
        var map = await Find(dns.Namespace, dns.ConfigMapName, ct);
        if (map?.Data?.TryGetValue("Corefile", out var text) != true || text is null)
            throw new StepRefusedException(
                $"no Corefile in ConfigMap {dns.Namespace}/{dns.ConfigMapName}: the cluster's DNS is not CoreDNS, or keeps its configuration elsewhere",
                "forward the peers' zones by the platform's own means (GKE: stubDomains; RKE2: HelmChartConfig) and set dns.mode: none");
        var main = CorefileReader.Read(text, ExtraPlugins);
        if (main.Imports.Any(pattern => pattern.EndsWith("/*.server", StringComparison.Ordinal)))
            return new CorefileSource(await Find(dns.Namespace, Custom, ct) ?? NewCustom(dns.Namespace), $"clusterset-{set}.server", main, IsCustom: true);
        if (map.GetLabel(KeptByPlatform) == "Reconcile")
            throw new StepRefusedException(
                $"ConfigMap {dns.Namespace}/{dns.ConfigMapName} is kept by the platform's addon manager, which takes every edit back, and its Corefile imports no custom files",
                "forward the peers' zones by the platform's own means (GKE: stubDomains; RKE2: HelmChartConfig; EKS: the add-on's configurationValues) and set dns.mode: none");
        return new CorefileSource(map, "Corefile", main, IsCustom: false);
    }

    /// <summary>Edits the text, again on the newer one when somebody else wrote meanwhile.</summary>
    /// <param name="read">Reads the present source.</param>
    /// <param name="edit">Works out the new text from the source; checks it too.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The text that stands now.</returns>
    public async Task<string> Edit(Func<CancellationToken, Task<CorefileSource>> read, Func<CorefileSource, string> edit, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var source = await read(ct);
            var text = edit(source);
            if (text == source.Text)
                return text;
            try
            {
                await Write(Edited(source, text), ct);
                return text;
            }
            catch (HttpOperationException conflict) when (conflict.Response.StatusCode == HttpStatusCode.Conflict && attempt < Tries)
            {
                // Somebody else wrote in between (resourceVersion): the edit is worked out again on their text.
            }
        }
    }

    /// <summary>A short name of a text.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    /// <summary>Notes that the present text was seen to work.</summary>
    public async Task NoteProven(CorefileSource source, CancellationToken ct)
    {
        if (IsProven(source))
            return;
        source.Map.Metadata.Annotations = new Dictionary<string, string>(source.Map.Metadata.Annotations ?? new Dictionary<string, string>()) { [Proven] = Hash(source.Text) };
        try
        {
            await kubernetes.CoreV1.ReplaceNamespacedConfigMapAsync(
                source.Map, source.Map.Name(), source.Map.Namespace(), fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
        }
        catch (HttpOperationException conflict) when (conflict.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // Somebody wrote in between: their text is not the one that was seen to work, so nothing is noted of it.
        }
    }

    /// <summary>Whether the present text was once seen to work.</summary>
    public static bool IsProven(CorefileSource source) => source.Map.GetAnnotation(Proven) == Hash(source.Text);

    // Without a resourceVersion the ConfigMap is not there yet; somebody who makes it meanwhile causes a conflict, as with an edit.
    private Task<V1ConfigMap> Write(V1ConfigMap map, CancellationToken ct) => map.ResourceVersion() is null
        ? kubernetes.CoreV1.CreateNamespacedConfigMapAsync(map, map.Namespace(), fieldManager: SiteOptions.FieldManager, cancellationToken: ct)
        : kubernetes.CoreV1.ReplaceNamespacedConfigMapAsync(map, map.Name(), map.Namespace(), fieldManager: SiteOptions.FieldManager, cancellationToken: ct);

    private static V1ConfigMap NewCustom(string @namespace) =>
        new() { ApiVersion = "v1", Kind = "ConfigMap", Metadata = new V1ObjectMeta { Name = Custom, NamespaceProperty = @namespace } };

    private static V1ConfigMap Edited(CorefileSource source, string text)
    {
        var map = source.Map;
        map.Data = new Dictionary<string, string>(map.Data ?? new Dictionary<string, string>());
        map.Metadata.Annotations = new Dictionary<string, string>(map.Metadata.Annotations ?? new Dictionary<string, string>()) { [Before] = source.Text };
        if (text.Length == 0 && source.IsCustom)
            map.Data.Remove(source.Key);
        else
            map.Data[source.Key] = text;
        return map;
    }

    private async Task<V1ConfigMap?> Find(string @namespace, string name, CancellationToken ct)
    {
        try
        {
            return await kubernetes.CoreV1.ReadNamespacedConfigMapAsync(name, @namespace, cancellationToken: ct);
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
