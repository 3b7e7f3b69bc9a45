using System.Text.Json.Nodes;
using k8s;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>Lays a user's `podSpec` over a template as the real operator does: objects key by key, lists of named things by their name, lists of plain values as a whole.</summary>
public static class JsonMerge
{
    /// <summary>The template with <paramref name="patch"/> laid over the object at <paramref name="path"/>.</summary>
    public static T Into<T>(T template, JsonObject? patch, params string[] path)
    {
        if (patch is null)
            return template;
        var root = JsonNode.Parse(KubernetesJson.Serialize(template))!.AsObject();
        var target = path.Aggregate(root, (at, key) => at[key]!.AsObject());
        Lay(target, patch);
        return KubernetesJson.Deserialize<T>(root.ToJsonString());
    }

    private static void Lay(JsonObject onto, JsonObject patch)
    {
        foreach (var (key, value) in patch)
            onto[key] = Merged(onto[key], value);
    }

    private static JsonNode? Merged(JsonNode? old, JsonNode? value)
    {
        if (old is JsonObject target && value is JsonObject patch)
        {
            var copy = target.DeepClone().AsObject();
            Lay(copy, patch);
            return copy;
        }
        return old is JsonArray list && value is JsonArray more && more.All(item => item is JsonObject) ? ByName(list, more) : value?.DeepClone();
    }

    private static JsonArray ByName(JsonArray list, JsonArray more)
    {
        var all = list.Select(item => item?.DeepClone()).ToList();
        foreach (var item in more)
        {
            var at = item?["name"] is { } name ? all.FindIndex(old => old?["name"]?.GetValue<string>() == name.GetValue<string>()) : -1;
            if (at < 0)
                all.Add(item?.DeepClone());
            else
                all[at] = Merged(all[at], item);
        }
        return new JsonArray([.. all]);
    }
}
