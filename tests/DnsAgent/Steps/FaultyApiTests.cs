using System.Net;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.TestServers.KubeApi;
using k8s.Autorest;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

/// <summary>Forwarding over an API server that fails at the write.</summary>
[Collection(nameof(Api))]
public sealed class FaultyApiTests(Api api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conflict_is_edited_again_on_the_newer_text()
    {
        await using var proxy = await Before();
        var site = await Site.Make(proxy.Client(), Ct);
        proxy.Next("PUT", "configmaps/coredns", new ApiFault.Refused(HttpStatusCode.Conflict));
        Assert.IsType<StepState.Done>(await site.Run(Site.Forward(), Ct));
        Assert.Equal(0, proxy.Left);
    }

    [Theory]
    [InlineData("429")]
    [InlineData("500")]
    [InlineData("answer lost")]
    [InlineData("request lost")]
    public async Task After_a_failed_write_the_step_is_asked_again_and_writes_once(string what)
    {
        await using var proxy = await Before();
        var site = await Site.Make(proxy.Client(), Ct);
        proxy.Next("PUT", "configmaps/coredns", ApiFault.Of(what));
        var failed = await Record.ExceptionAsync(() => site.Step<ForwardZones>().Apply(Site.Forward(), Ct));
        Assert.True(failed is HttpOperationException or HttpRequestException, $"{failed}");

        Assert.IsType<StepState.Done>(await site.Run(Site.Forward(), Ct));
        var text = await site.Text(Ct);
        Assert.Equal(text.IndexOf("# BEGIN clusterset mycs", StringComparison.Ordinal), text.LastIndexOf("# BEGIN clusterset mycs", StringComparison.Ordinal));
        Assert.StartsWith(Site.Corefile, text, StringComparison.Ordinal);
    }

    private async Task<FaultyApi> Before()
    {
        Assert.SkipWhen(api.Server is null, KubeApiBinaries.SkipReason ?? "");
        return await FaultyApi.Before(api.Server!, Ct);
    }
}
