using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterSetSuite.MySqlAgent.Guarding;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>
/// What a guarded cluster wants of the pods of its servers and routers, laid over what people have written into the fields <c>podSpec</c> and <c>bootstrapOptions</c> of the resource, which stays.
/// The operator lays those over its own pods by the containers' names.
/// </summary>
internal static class PodSpecs
{
    /// <summary>The container of a server's pod in which mysqld runs.</summary>
    public const string ServerContainer = "mysql";

    // The names of a lost site's servers are asked of a DNS that is lost with it: by the usual 5 s and 2 attempts (resolv.conf(5)) a server's STOP REPLICA waits that long for its own receiver.
    private static readonly (string Name, string Value)[] NameWaits = [("timeout", "1"), ("attempts", "2")];

    /// <summary>The servers' pods: the second enforcer as liveness probe, and short waits for names.</summary>
    public static JsonObject OfServers(JsonElement? written)
    {
        var pod = OfRouters(written);
        Named(List(pod, "containers"), ServerContainer)["livenessProbe"] = JsonSerializer.SerializeToNode(EnforcerProbe.Liveness());
        return pod;
    }

    /// <summary>The routers' pods: short waits for names.</summary>
    public static JsonObject OfRouters(JsonElement? written)
    {
        var pod = written is { ValueKind: JsonValueKind.Object } existing ? JsonObject.Create(existing)! : [];
        if (pod["dnsConfig"] is not JsonObject dns)
            pod["dnsConfig"] = dns = [];
        var options = List(dns, "options");
        foreach (var (name, value) in NameWaits)
            Named(options, name)["value"] ??= value;
        return pod;
    }

    /// <summary>
    /// The routers' bootstrap: a look at the metadata each second. A promotion of another site stands in the metadata alone, and a router of a ClusterSet looks there each 5 s only.
    /// Whoever has written a ttl keeps it. The section is the one that the bootstrap itself makes.
    /// </summary>
    public static IReadOnlyList<string> RouterBootstrap(IReadOnlyList<string> written) =>
        written.Any(option => option.Contains(".ttl=", StringComparison.Ordinal)) ? written : [.. written, "--conf-set-option=metadata_cache:bootstrap.ttl=1"];

    private static JsonArray List(JsonObject holder, string field)
    {
        if (holder[field] is not JsonArray list)
            holder[field] = list = [];
        return list;
    }

    private static JsonObject Named(JsonArray list, string name)
    {
        if (list.OfType<JsonObject>().FirstOrDefault(item => item["name"]?.GetValue<string>() == name) is { } there)
            return there;
        var item = new JsonObject { ["name"] = name };
        list.Add(item);
        return item;
    }
}
