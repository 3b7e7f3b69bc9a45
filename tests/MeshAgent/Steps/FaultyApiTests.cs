using System.Net;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>Helm over an API server that fails in the middle of an installation.</summary>
[Collection(nameof(Api))]
public sealed class FaultyApiTests(Api api) : IDisposable
{
    private readonly string _kubeconfig = Path.GetTempFileName();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_kubeconfig);

    [Theory]
    [InlineData("PATCH", "/daemonsets/cilium", HttpStatusCode.InternalServerError)]
    [InlineData("PATCH", "/deployments/cilium-operator", HttpStatusCode.Conflict)]
    [InlineData("PUT", "/secrets/sh.helm.release.v1.cilium.v1", HttpStatusCode.InternalServerError)]
    public async Task An_installation_that_the_API_server_stops_is_brought_to_its_end_by_the_next_try(string method, string path, HttpStatusCode code)
    {
        Assert.SkipWhen(api.Server is null, KubeApiBinaries.SkipReason ?? "");
        await using var proxy = await FaultyApi.Before(api.Server!, Ct);
        await File.WriteAllTextAsync(_kubeconfig, proxy.Kubeconfig(), Ct);
        var site = await Site.Make(proxy.Client(), _kubeconfig, Ct);
        await using var controllers = new Controllers(api.Server!.Admin);
        var install = new InstallCilium("prod", 1);
        proxy.Next(method, path, [.. Enumerable.Repeat(new ApiFault.Refused(code), 3)]);

        var failed = await Record.ExceptionAsync(() => site.Step<InstallCilium>().Apply(install, Ct));
        Assert.True(failed is null or StepFailedException { Retriable: true }, $"{failed}");
        Assert.True(proxy.Left < 3, $"nothing went wrong: {failed?.Message}; {string.Join(", ", proxy.Seen.Where(request => !request.StartsWith("GET", StringComparison.Ordinal)))}");
        site.Clock.Ahead = TimeSpan.FromMinutes(2); // none of these helms is at work any more
        await Waiting.Until(
            "the API server has failed three times",
            async () =>
            {
                if (proxy.Left > 0)
                    await Record.ExceptionAsync(() => site.Step<InstallCilium>().Apply(install, Ct));
                return proxy.Left == 0;
            },
            Ct);

        Assert.IsType<StepState.Done>(await site.Run(install, Ct));
        Assert.Empty(await site.Pending(Ct));
        Assert.IsType<StepState.Done>(await site.Step<InstallCilium>().Check(install, Ct));
    }
}
