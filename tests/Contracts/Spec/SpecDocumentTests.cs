using System.Text.Json;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Contracts.Tests.Spec;

public class SpecDocumentTests
{
    [Fact]
    public void The_example_is_read_with_its_values_and_defaults()
    {
        var result = SpecDocument.Read(Examples.Mycs);

        Assert.Empty(result.Faults);
        var spec = result.Spec!;
        Assert.Equal("mycs", spec.Name);
        Assert.Equal(["prod", "dr"], spec.Sites.Select(site => site.Name));
        Assert.Equal([1, 2], spec.Sites.Select(site => site.MeshId));
        Assert.Equal("prd", spec.PrimarySite.Cluster.JoinAs);
        Assert.Equal("myreplica", spec.ReplicaSites.Single().Cluster.JoinAs);
        Assert.Equal(["dr-0", "dr-1", "dr-2"], spec.ReplicaSites.Single().Cluster.Pods);
        Assert.Equal((100, 102), (spec.PrimarySite.Cluster.BaseServerId, spec.PrimarySite.Cluster.LastServerId));
        Assert.Equal(TimeSpan.FromSeconds(5), spec.Failover.MaxDataLoss);
    }

    [Fact]
    public void Json_is_read_like_yaml()
    {
        const string json = """
            {"name":"mycs","primary":"a","sites":[
              {"name":"a","namespace":"mysql-a","cluster":{"name":"ca","baseServerId":1}},
              {"name":"b","namespace":"mysql-b","cluster":{"name":"cb","baseServerId":11}}]}
            """;
        Assert.Empty(SpecDocument.Read(json).Faults);
    }

    [Fact]
    public void A_spec_survives_the_wire()
    {
        var spec = SpecDocument.Read(Examples.Mycs).Spec!;
        var again = Wire.FromJson<ClusterSetSpec>(Wire.ToJson(spec));
        Assert.Equal(JsonSerializer.Serialize(spec, Wire.Options), JsonSerializer.Serialize(again, Wire.Options));
        Assert.Equal(spec.Sites[1].Cluster, again.Sites[1].Cluster);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var text = Examples.Mycs
            .Replace("name: mycs", "name: 1mycs", StringComparison.Ordinal)
            .Replace("baseServerId: 200", "baseServerId: many", StringComparison.Ordinal)
            .Replace("mode: connect}", "mode: join}", StringComparison.Ordinal)
            .Replace("nodePort: 30053", "nodePort: 53", StringComparison.Ordinal);
        Assert.Equal(["name", "sites[1].cluster.baseServerId", "mesh.mode", "dns.nodePort"], SpecDocument.Read(text).Faults.Select(fault => fault.Path));
    }

    [Theory]
    [MemberData(nameof(BadSpecs.Table), MemberType = typeof(BadSpecs))]
    public void Every_bad_spec_is_refused_with_its_path(string change, string path, string message)
    {
        var fault = Assert.Single(SpecDocument.Read(BadSpecs.Changed(change)).Faults);
        Assert.Equal(path, fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_schema_names_every_key_that_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy/schema/clusterset.schema.json")));
        var top = Keys(schema.RootElement);
        Assert.Equal(KeysInMessage("{zzzzzzzz: 1}"), top);
        Assert.Equal(KeysInMessage("{sites: [{zzzzzzzz: 1}]}"), Keys(schema.RootElement.GetProperty("$defs").GetProperty("site")));
        Assert.Equal(KeysInMessage("{sites: [{cluster: {zzzzzzzz: 1}}]}"), Keys(schema.RootElement.GetProperty("$defs").GetProperty("cluster")));
        foreach (var section in new[] { "credentials", "mesh", "dns", "failover" })
            Assert.Equal(KeysInMessage($"{{{section}: {{zzzzzzzz: 1}}}}"), Keys(schema.RootElement.GetProperty("properties").GetProperty(section)));
    }

    private static IEnumerable<string> Keys(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order();

    private static IEnumerable<string> KeysInMessage(string text) =>
        SpecDocument.Read(text).Faults.Single(fault => fault.Path.EndsWith("zzzzzzzz", StringComparison.Ordinal))
            .Message.Split("the keys are ")[1].Split(", ").Order();
}
