using System.Text.Json;
using System.Text.Json.Serialization;
using ClusterSetSuite.Failover.Gtids;

namespace ClusterSetSuite.Failover.Letters;

/// <summary>A GTID set in MySQL's text form.</summary>
internal sealed class GtidSetJson : JsonConverter<GtidSet>
{
    public override GtidSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        GtidSet.TryParse(reader.GetString() ?? "", out var set, out var fault) ? set : throw new JsonException($"not a GTID set: {fault}");

    public override void Write(Utf8JsonWriter writer, GtidSet value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
