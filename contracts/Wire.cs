using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClusterSetSuite.Contracts;

/// <summary>The one JSON form of commands, facts and specs, on the wire and in the database.</summary>
public static class Wire
{
    /// <summary>Camel-case names, enums as camel-case words, nulls left out.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes a value as a JSON element by its runtime type.</summary>
    public static JsonElement ToJson(object value) => JsonSerializer.SerializeToElement(value, value.GetType(), Options);

    /// <summary>Reads a value; a missing required member throws <see cref="JsonException"/> that names it.</summary>
    public static T FromJson<T>(JsonElement json) =>
        json.Deserialize<T>(Options) ?? throw new JsonException($"null where {typeof(T).Name} was expected");
}
