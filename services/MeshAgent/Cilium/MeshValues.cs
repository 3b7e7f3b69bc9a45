using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>The Helm values of each step. Pure; what a value is not given here for stays as it is in the release.</summary>
public static class MeshValues
{
    /// <summary>From this chart version on, <c>clustermesh.config.clusters</c> is a map by cluster name; before, a list.</summary>
    private static readonly Version MapSince = new(1, 20);

    /// <summary>The annotation that rolls clustermesh-apiserver when the trusted CAs change: etcd reads them only when it starts.</summary>
    public const string BundleAnnotation = "clusterset-suite/ca-bundle";

    /// <summary>Cilium with a name and id, Hubble, and the pod networks that Kubernetes gives to the nodes.</summary>
    /// <param name="command">The name and id.</param>
    /// <param name="schedulableNodes">The chart wants two operators on different nodes: one node takes one.</param>
    public static JsonObject Install(InstallCilium command, int schedulableNodes)
    {
        var values = new JsonObject
        {
            ["cluster"] = new JsonObject { ["name"] = command.ClusterName, ["id"] = command.ClusterId },
            ["ipam"] = new JsonObject { ["mode"] = "kubernetes" },
            ["hubble"] = new JsonObject { ["relay"] = new JsonObject { ["enabled"] = true }, ["ui"] = new JsonObject { ["enabled"] = true } },
        };
        if (schedulableNodes < 2)
            values["operator"] = new JsonObject { ["replicas"] = 1 };
        return values;
    }

    /// <summary>The cluster mesh, with certificates that a job keeps: the chart's other way makes new ones at every upgrade.</summary>
    public static JsonObject Enable(int nodePort, string certificateSchedule) => new()
    {
        ["ciliumEndpointSlice"] = new JsonObject { ["enabled"] = true },
        ["clustermesh"] = new JsonObject
        {
            ["useAPIServer"] = true,
            ["config"] = new JsonObject { ["enabled"] = true },
            ["apiserver"] = new JsonObject
            {
                ["service"] = new JsonObject { ["type"] = "NodePort", ["nodePort"] = nodePort },
                ["tls"] = new JsonObject { ["auto"] = new JsonObject { ["enabled"] = true, ["method"] = "cronJob", ["schedule"] = certificateSchedule } },
            },
        },
    };

    /// <summary>The peers besides those that others have connected, and trust in every CA.</summary>
    /// <param name="release">The release as it is.</param>
    /// <param name="peers">The peers.</param>
    /// <param name="ownCa">This site's CA, PEM.</param>
    public static JsonObject Connect(HelmRelease release, IReadOnlyList<MeshEndpoint> peers, string ownCa)
    {
        var values = new JsonObject
        {
            ["clustermesh"] = new JsonObject { ["config"] = new JsonObject { ["enabled"] = true, ["clusters"] = Clusters(release, peers) } },
        };
        var before = Bundle(release);
        var bundle = CaBundle.Merge(before, [ownCa, .. peers.Select(peer => peer.CaCertificate)]);
        if (CaBundle.Certificates(bundle).Count < 2)
            return values; // one CA for all sites: what each site trusts already
        values["tls"] = new JsonObject { ["caBundle"] = new JsonObject { ["enabled"] = true, ["content"] = bundle } };
        values["clustermesh"]!["apiserver"] = new JsonObject { ["podAnnotations"] = new JsonObject { [BundleAnnotation] = Hash(bundle) } };
        return values;
    }

    /// <summary>The names of the peers that a release has.</summary>
    public static IReadOnlySet<string> Peers(HelmRelease release) => release.Values["clustermesh"]?["config"]?["clusters"] switch
    {
        JsonObject map => map.Where(entry => entry.Value is not null).Select(entry => entry.Key).ToHashSet(),
        JsonArray list => list.Select(entry => entry?["name"]?.GetValue<string>() ?? "").ToHashSet(),
        _ => new HashSet<string>(),
    };

    /// <summary>The values without some peers, and without the CAs that only they are trusted by.</summary>
    /// <param name="release">The release as it is.</param>
    /// <param name="gone">Cilium cluster names.</param>
    /// <param name="own">All peers that the suite has put in, with their CAs (PEM).</param>
    /// <param name="ownCa">This site's CA, PEM.</param>
    public static JsonObject Disconnect(HelmRelease release, IReadOnlyList<string> gone, IReadOnlyDictionary<string, string> own, string ownCa)
    {
        var values = new JsonObject { ["clustermesh"] = new JsonObject { ["config"] = new JsonObject { ["clusters"] = Without(release, gone) } } };
        var before = Bundle(release);
        if (before.Length == 0)
            return values;
        var kept = own.Where(peer => !gone.Contains(peer.Key)).Select(peer => peer.Value).Append(ownCa).SelectMany(CaBundle.Certificates).Select(certificate => certificate.Thumbprint).ToHashSet();
        var leaving = gone.SelectMany(name => CaBundle.Certificates(own[name])).Select(certificate => certificate.Thumbprint).Where(thumbprint => !kept.Contains(thumbprint)).ToHashSet();
        var bundle = CaBundle.Without(before, leaving);
        values["tls"] = new JsonObject { ["caBundle"] = new JsonObject { ["enabled"] = bundle.Length > 0, ["content"] = bundle } };
        values["clustermesh"]!["apiserver"] = new JsonObject { ["podAnnotations"] = new JsonObject { [BundleAnnotation] = Hash(bundle) } };
        return values;
    }

    // Helm keeps what a map of new values does not name, and takes out what it names with null; a list replaces the list.
    private static JsonNode Without(HelmRelease release, IReadOnlyList<string> gone)
    {
        var present = release.Values["clustermesh"]?["config"]?["clusters"];
        if (present is JsonObject)
            return new JsonObject(gone.Select(name => new KeyValuePair<string, JsonNode?>(name, null)));
        return new JsonArray([.. (present as JsonArray ?? []).Where(entry => !gone.Contains(entry?["name"]?.GetValue<string>() ?? "")).Select(entry => entry!.DeepClone())]);
    }

    /// <summary>Whether the release's values already say all that <see cref="Connect"/> would.</summary>
    public static bool HasAll(JsonObject present, JsonObject wanted) => wanted.All(pair => pair.Value switch
    {
        JsonObject inner => present[pair.Key] is JsonObject other && HasAll(other, inner),
        var value => JsonNode.DeepEquals(present[pair.Key], value),
    });

    private static string Bundle(HelmRelease release) =>
        release.Values["tls"]?["caBundle"] is JsonObject bundle && bundle["enabled"]?.GetValue<bool>() == true ? bundle["content"]?.GetValue<string>() ?? "" : "";

    // A list that is there stays a list: newer charts take it too, and Helm can not put a map over a list.
    private static JsonNode Clusters(HelmRelease release, IReadOnlyList<MeshEndpoint> peers)
    {
        var present = release.Values["clustermesh"]?["config"]?["clusters"];
        if (present is JsonObject || (release.ChartVersion >= MapSince && present is not JsonArray { Count: > 0 }))
            return AsMap(present as JsonObject ?? [], peers);
        var names = peers.Select(peer => peer.ClusterName).ToHashSet();
        var foreign = (present as JsonArray ?? []).Where(entry => !names.Contains(entry?["name"]?.GetValue<string>() ?? "")).Select(entry => entry!.DeepClone());
        return new JsonArray([.. foreign, .. peers.Select(peer => Entry(peer, named: true))]);
    }

    private static JsonObject AsMap(JsonObject present, IReadOnlyList<MeshEndpoint> peers)
    {
        var map = present.DeepClone().AsObject();
        foreach (var peer in peers)
            map[peer.ClusterName] = Entry(peer, named: false);
        return map;
    }

    private static JsonObject Entry(MeshEndpoint peer, bool named)
    {
        var entry = named ? new JsonObject { ["name"] = peer.ClusterName } : [];
        entry["ips"] = new JsonArray([.. peer.Addresses.Select(address => JsonValue.Create(address))]);
        entry["port"] = peer.Port;
        return entry;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
