using System.Net;

namespace ClusterSetSuite.Coordinator.Tests.Api;

public class AddressTests
{
    private const string Nobody = "00000000-0000-0000-0000-000000000001";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/v1/clustersets/nosuch")]
    [InlineData("GET", $"/v1/operations/{Nobody}")]
    [InlineData("GET", $"/v1/operations/{Nobody}/events")]
    [InlineData("POST", $"/v1/operations/{Nobody}/resume")]
    [InlineData("POST", $"/v1/operations/{Nobody}/cancel")]
    [InlineData("GET", "/v1/operations/tonight")]
    [InlineData("GET", "/v1/nosuch")]
    public async Task What_does_not_exist_is_not_found(string method, string path)
    {
        await using var api = await ApiHost.Start();
        using var answer = await api.Send(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await ApiHost.Problem(answer);
    }

    [Fact]
    public async Task Only_the_token_in_the_file_lets_a_caller_in_and_a_new_one_counts_at_once()
    {
        await using var api = await ApiHost.Start(token: "first-token");
        foreach (var wrong in (string?[])[null, "Bearer", "Bearer other-token", "Basic first-token", "Bearer first-token-and-more"])
        {
            using var refused = await api.Send(HttpMethod.Get, "/v1/operations", wrong);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
            Assert.DoesNotContain("first-token", (await ApiHost.Problem(refused)).GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, await Status(api, "Bearer first-token"));
        await File.WriteAllTextAsync(api.TokenFile, "second-token", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(api, "Bearer first-token"));
        Assert.Equal(HttpStatusCode.OK, await Status(api, "Bearer second-token"));
    }

    [Fact]
    public async Task Without_a_token_nothing_is_changed_and_the_health_of_the_process_is_still_told()
    {
        await using var api = await ApiHost.Start(token: "first-token");
        using var refused = await api.Put("mycs", ApiHost.Spec);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var set = await api.Send(HttpMethod.Get, "/v1/clustersets/mycs", "Bearer first-token");
        Assert.Equal(HttpStatusCode.NotFound, set.StatusCode);
        using var health = await api.Send(HttpMethod.Get, "/healthz");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task A_running_operation_that_is_cancelled_can_not_be_resumed_before_it_has_ended()
    {
        await using var api = await ApiHost.Start();
        using var accepted = await api.Put("mycs", ApiHost.Spec);
        var operation = accepted.Headers.Location!.OriginalString;
        using var cancelled = await api.Send(HttpMethod.Post, $"{operation}/cancel");
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await State(api, operation) != "Cancelling")
            await Task.Delay(20, limit.Token);
        using var resumed = await api.Send(HttpMethod.Post, $"{operation}/resume");
        Assert.Equal(HttpStatusCode.Conflict, resumed.StatusCode);
        Assert.Contains("when it has ended", (await ApiHost.Problem(resumed)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> Status(ApiHost api, string authorization)
    {
        using var answer = await api.Send(HttpMethod.Get, "/v1/operations", authorization);
        return answer.StatusCode;
    }

    private static async Task<string?> State(ApiHost api, string operation)
    {
        using var answer = await api.Send(HttpMethod.Get, operation);
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        return json.RootElement.GetProperty("state").GetString();
    }
}
