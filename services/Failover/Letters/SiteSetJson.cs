using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClusterSetSuite.Failover.Letters;

/// <summary>A set of sites as a list of names.</summary>
internal sealed class SiteSetJson : JsonConverter<SiteSet>
{
    public override SiteSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SiteSet.Of(JsonSerializer.Deserialize<string[]>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, SiteSet value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var site in value)
            writer.WriteStringValue(site);
        writer.WriteEndArray();
    }
}
