using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>Reads the documents of a manifest as JSON.</summary>
internal static class ManifestText
{
    /// <summary>The documents that hold an object; empty ones are left out.</summary>
    public static IEnumerable<JsonObject> Documents(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Select(d => ToJson(d.RootNode)).OfType<JsonObject>();
    }

    /// <summary>Sets the cluster's domain where the document is the operator's Deployment; tells whether it is.</summary>
    public static bool SetDomain(JsonObject document, string domain)
    {
        if ((string?)document["kind"] != "Deployment")
            return false;
        var deployment = k8s.KubernetesJson.Deserialize<k8s.Models.V1Deployment>(document.ToJsonString());
        if (OperatorDeployment.Container(deployment) is not { } container)
            return false;
        var json = document["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Single(c => (string?)c!["name"] == container.Name)!;
        var env = json["env"] as JsonArray ?? [];
        foreach (var old in env.Where(e => (string?)e!["name"] == OperatorDeployment.DomainVariable).ToArray())
            env.Remove(old);
        env.Add(new JsonObject { ["name"] = OperatorDeployment.DomainVariable, ["value"] = domain });
        json["env"] = env.Parent is null ? env : env.DeepClone();
        return true;
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, ToJson(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => null,
    };

    // YAML's core schema: only plain scalars have a type other than text.
    private static JsonValue? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
            return JsonValue.Create(text);
        return text switch
        {
            "" or "~" or "null" => null,
            "true" or "True" => JsonValue.Create(true),
            "false" or "False" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }
}
