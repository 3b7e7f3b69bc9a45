using System.Net;
using ClusterSetSuite.AgentHost.Failures;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.AgentHost.Tests.Kubernetes;

/// <summary>The agents' client before an API server that fails in all the ways that API servers fail.</summary>
[Collection(ApiServer.Name)]
public sealed class FaultyApiTests(ApiServer api) : IAsyncLifetime
{
    private readonly string _kubeconfig = Path.GetTempFileName();
    private FaultyApi _proxy = null!;
    private IKubernetes _client = null!;
    private string _space = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _proxy = await FaultyApi.Before(api.Get(), Ct);
        await File.WriteAllTextAsync(_kubeconfig, _proxy.Kubeconfig(), Ct);
        _client = KubernetesClients.Create(new KubernetesOptions { Kubeconfig = _kubeconfig }, TimeProvider.System);
        _space = await api.Get().NewNamespace("faulty", Ct);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_read_that_fails_for_a_moment_is_repeated(HttpStatusCode code)
    {
        _proxy.Next("GET", "configmaps", new ApiFault.Refused(code), new ApiFault.Refused(code));
        await _client.CoreV1.ListNamespacedConfigMapAsync(_space, cancellationToken: Ct);
        Assert.Equal((0, 3), (_proxy.Left, _proxy.Seen.Count));
    }

    [Fact]
    public async Task A_read_whose_connection_is_cut_is_repeated()
    {
        _proxy.Next("GET", "configmaps", new ApiFault.RequestLost(), new ApiFault.AnswerLost());
        await _client.CoreV1.ListNamespacedConfigMapAsync(_space, cancellationToken: Ct);
        Assert.Equal(0, _proxy.Left);
    }

    [Fact]
    public async Task A_read_is_not_repeated_for_ever()
    {
        _proxy.Next("GET", "configmaps", [.. Enumerable.Repeat(new ApiFault.Refused(HttpStatusCode.ServiceUnavailable), 50)]);
        var failed = await Assert.ThrowsAsync<HttpOperationException>(() => _client.CoreV1.ListNamespacedConfigMapAsync(_space, cancellationToken: Ct));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Response.StatusCode);
        Assert.Equal(5, _proxy.Seen.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict, true)]
    [InlineData(HttpStatusCode.Gone, true)]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.InternalServerError, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(HttpStatusCode.UnprocessableEntity, false)]
    public async Task A_write_is_asked_once_and_its_refusal_tells_whether_the_step_may_be_tried_again(HttpStatusCode code, bool retriable)
    {
        _proxy.Next("POST", "configmaps", new ApiFault.Refused(code));
        var failure = await Failure(Make);
        Assert.Equal((StepOutcome.Failed, retriable), (failure.Outcome, failure.Retriable));
        Assert.Contains("refused by the test", failure.Reason, StringComparison.Ordinal);
        Assert.Single(_proxy.Seen);
        Assert.Empty((await api.Get().Admin.CoreV1.ListNamespacedConfigMapAsync(_space, cancellationToken: Ct)).Items);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_has_happened_is_not_made_twice_and_the_step_may_look_again()
    {
        _proxy.Next("POST", "configmaps", new ApiFault.AnswerLost());
        Assert.True((await Failure(Make)).Retriable);
        Assert.Single(_proxy.Seen);
        Assert.Single((await api.Get().Admin.CoreV1.ListNamespacedConfigMapAsync(_space, cancellationToken: Ct)).Items);
    }

    [Fact]
    public async Task A_watch_that_is_cut_tells_what_came_before()
    {
        await Make();
        _proxy.Next("GET", "watch=true", new ApiFault.CutAfter(1));
        var seen = new List<string>();
        var cut = await Record.ExceptionAsync(async () =>
        {
            await foreach (var (kind, map) in _client.CoreV1.WatchListNamespacedConfigMapAsync(_space, timeoutSeconds: 30, cancellationToken: Ct))
                seen.Add($"{kind} {map.Name()}");
        });
        Assert.Equal(["Added made"], seen);
        Assert.True(cut is null or IOException or HttpRequestException, $"{cut}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    private Task Make() => _client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "made" } }, _space, cancellationToken: Ct);

    /// <summary>What the Coordinator is told of it.</summary>
    private static async Task<StepFailure> Failure(Func<Task> ask)
    {
        var thrown = await Record.ExceptionAsync(ask);
        Assert.NotNull(thrown);
        IFailureTranslator[] translators = [new KubernetesExceptions(), new NetworkExceptions()];
        return translators.Select(translator => translator.Translate(thrown)).First(failure => failure is not null)!;
    }
}
