using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Tests.Api;

public class PutClusterSetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/yaml", ApiHost.Spec)]
    [InlineData("application/json", """{"name":"mycs","primary":"prod","sites":[{"name":"prod","namespace":"mysql-prod","cluster":{"name":"prd","baseServerId":100}},{"name":"dr","namespace":"mysql-dr","cluster":{"name":"dr","baseServerId":200}}]}""")]
    public async Task A_good_spec_is_accepted_under_the_callers_id_and_the_answer_says_where_to_look(string type, string spec)
    {
        await using var api = await ApiHost.Start();
        var id = Guid.NewGuid();
        using var accepted = await api.Put("mycs", spec, id.ToString(), type);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal($"/v1/operations/{id}", accepted.Headers.Location?.OriginalString);
        Assert.Equal(id, (await accepted.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid());

        using var there = await api.Send(HttpMethod.Get, accepted.Headers.Location!.OriginalString);
        var seen = await there.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal((id, "provision", "mycs"), (seen.GetProperty("id").GetGuid(), seen.GetProperty("kind").GetString(), seen.GetProperty("clusterSet").GetString()));
        using var set = await api.Send(HttpMethod.Get, "/v1/clustersets/mycs");
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
    }

    [Fact]
    public async Task Asking_again_is_asking_once_with_the_same_id_or_without_one()
    {
        await using var api = await ApiHost.Start();
        using var first = await api.Put("mycs", ApiHost.Spec);
        var id = first.Headers.Location!.OriginalString[^36..];
        using var same = await api.Put("mycs", ApiHost.Spec, id);
        using var nameless = await api.Put("mycs", ApiHost.Spec);
        Assert.All((HttpResponseMessage[])[same, nameless], again => Assert.Equal((HttpStatusCode.Accepted, first.Headers.Location), (again.StatusCode, again.Headers.Location)));
        using var list = await api.Send(HttpMethod.Get, "/v1/operations");
        Assert.Equal(1, (await list.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetArrayLength());
    }

    [Fact]
    public async Task Other_content_while_an_operation_runs_is_a_conflict_that_names_the_operation()
    {
        await using var api = await ApiHost.Start();
        var id = Guid.NewGuid();
        using var first = await api.Put("mycs", ApiHost.Spec, id.ToString());
        var other = ApiHost.Spec.Replace("baseServerId: 200", "baseServerId: 300", StringComparison.Ordinal);
        foreach (var asked in (string[])[id.ToString(), Guid.NewGuid().ToString()])
        {
            using var conflict = await api.Put("mycs", other, asked);
            Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
            Assert.Equal(id, (await ApiHost.Problem(conflict)).GetProperty("operationId").GetGuid());
        }
    }

    [Fact]
    public async Task Every_fault_is_told_at_once_with_its_path_and_nothing_is_stored()
    {
        await using var api = await ApiHost.Start();
        using var refused = await api.Put("mycs", """
            name: mycs
            primary: nowhere
            sites:
              - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
              - {name: prod, namespace: mysql-prod, cluster: {name: dr, baseServerId: 101}}
            """);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var paths = ApiHost.Paths(await ApiHost.Problem(refused)).ToList();
        Assert.Contains("primary", paths);
        Assert.Contains("sites[1].name", paths);
        Assert.Contains("sites[1].cluster.baseServerId", paths);
        using var set = await api.Send(HttpMethod.Get, "/v1/clustersets/mycs");
        Assert.Equal(HttpStatusCode.NotFound, set.StatusCode);
    }

    [Fact]
    public async Task A_name_that_is_not_the_addresss_is_refused()
    {
        await using var api = await ApiHost.Start();
        using var refused = await api.Put("othercs", ApiHost.Spec);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(["name"], ApiHost.Paths(await ApiHost.Problem(refused)));
    }

    [Fact]
    public async Task An_operation_id_that_is_no_uuid_is_refused()
    {
        await using var api = await ApiHost.Start();
        using var refused = await api.Put("mycs", ApiHost.Spec, "tonight");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("UUID", (await ApiHost.Problem(refused)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "empty")]
    [InlineData("not YAML", "not readable as YAML or JSON at line 2")]
    [InlineData("not JSON", "not readable as YAML or JSON at line 1")]
    [InlineData("a list", "mapping")]
    [InlineData("two documents", "one spec at a time")]
    [InlineData("too long", "at most")]
    [InlineData("much too long", "at most")]
    [InlineData("nested without end", "nested")]
    [InlineData("names itself", "write the value out")]
    public async Task A_body_that_is_no_spec_is_refused_and_the_next_one_is_taken(string what, string told)
    {
        await using var api = await ApiHost.Start();
        using var refused = await api.Put("mycs", Body(what));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(told, (await ApiHost.Problem(refused)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var next = await api.Put("mycs", ApiHost.Spec);
        Assert.Equal(HttpStatusCode.Accepted, next.StatusCode);
    }

    private static string Body(string what) => what switch
    {
        "empty" => "",
        "not YAML" => "name: [mycs",
        "not JSON" => """{"name": "mycs", "sites": [}""",
        "a list" => "[mycs]",
        "two documents" => $"{ApiHost.Spec}\n---\n{ApiHost.Spec}",
        "too long" => ApiHost.Spec + new string(' ', SpecDocument.MaxLength),
        "much too long" => ApiHost.Spec + new string('#', 20_000_000),
        "nested without end" => new string('[', 200_000),
        "names itself" => "name: &again [*again]",
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
