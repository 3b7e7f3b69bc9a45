using System.Diagnostics;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.MeshAgent;
using ClusterSetSuite.MySqlAgent;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Integration.Tests.Agents;

/// <summary>Each agent's own preflight, asked with the ServiceAccount that the chart gives it: nothing is missing.</summary>
public sealed class AgentRightsTests : IAsyncLifetime
{
    private KubeApiServer? _api;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        _api = await KubeApiServer.Start(Ct);
        await Install();
    }

    [Fact]
    public async Task The_chart_gives_every_agent_what_its_preflight_asks_for()
    {
        using var mesh = await Agent("mesh-agent");
        Assert.Empty(await new MeshAgent.Cilium.Permissions(mesh, Options.Create(new MeshOptions())).Missing(install: true, Ct));
        using var mysql = await Agent("mysql-agent");
        Assert.Empty(await new MySqlAgent.Operator.Permissions(mysql, Options.Create(new MySqlOptions()), Options.Create(new SiteOptions())).Missing("mysql-prod", Ct));
        using var dns = await Agent("dns-agent");
        Assert.Empty(await new DnsAgent.CoreDns.Permissions(dns).Missing("kube-system", Ct));
    }

    [Fact]
    public async Task A_stranger_lacks_all_of_them()
    {
        await _api!.Admin.CoreV1.CreateNamespacedServiceAccountAsync(new() { Metadata = new() { Name = "stranger" } }, "clusterset-system", cancellationToken: Ct);
        using var stranger = await Agent("stranger");
        Assert.Contains("list nodes", await new DnsAgent.CoreDns.Permissions(stranger).Missing("kube-system", Ct));
        Assert.Contains("create pods/exec", await new MeshAgent.Cilium.Permissions(stranger, Options.Create(new MeshOptions())).Missing(install: false, Ct));
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
    }

    private Task<IKubernetes> Agent(string name) => _api!.ClientOf("clusterset-system", name, Ct);

    private async Task Install()
    {
        string[] arguments =
        [
            "install", "site-agents", Repository.PathOf("deploy/charts/site-agents"), "--kubeconfig", _api!.Kubeconfig,
            "--namespace", "clusterset-system", "--create-namespace",
            "--set", "site=prod", "--set", "rabbitmq.host=broker", "--set", "rabbitmq.user=suite", "--set", "rabbitmq.existingSecret=broker",
        ];
        using var helm = Process.Start(new ProcessStartInfo(SuiteCache.Program("helm")!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (output, error) = (helm.StandardOutput.ReadToEndAsync(Ct), helm.StandardError.ReadToEndAsync(Ct));
        await helm.WaitForExitAsync(Ct);
        Assert.True(helm.ExitCode == 0, await output + await error);
    }
}
