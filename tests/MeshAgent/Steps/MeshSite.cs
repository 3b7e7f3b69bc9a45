using System.Text;
using System.Text.Json.Nodes;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>One real API server for the tests of the steps.</summary>
[CollectionDefinition(nameof(MeshApi), DisableParallelization = true)]
public sealed class MeshApi : KubeApiFixture, IAsyncLifetime, ICollectionFixture<MeshApi>;

/// <summary>A site whose Kubernetes objects are a real API server's; Helm keeps its release in memory.</summary>
public sealed class MeshSite : IHelm, IStepProgress
{
    private readonly IServiceScope _scope;

    private MeshSite(IKubernetes api, string space)
    {
        Kubernetes = api;
        Namespace = space;
        _scope = new ServiceCollection()
            .AddLogging().AddSingleton(api).AddSingleton(TimeProvider.System).AddSingleton<Eventually>().AddSingleton<StepWait>().AddSingleton<IStepProgress>(this)
            .Configure<SiteOptions>(site => site.Name = "prod")
            .AddMeshAgent(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Mesh:Namespace"] = space }).Build())
            .AddSingleton<IHelm>(this)
            .BuildServiceProvider()
            .CreateScope();
    }

    public IKubernetes Kubernetes { get; }

    public string Namespace { get; }

    /// <summary>Cilium's release, or null.</summary>
    public HelmRelease? Installed { get; set; }

    /// <summary>The values of each upgrade.</summary>
    public List<JsonObject> Upgrades { get; } = [];

    public static async Task<MeshSite> Make(MeshApi api, CancellationToken ct)
    {
        Assert.SkipWhen(api.Server is null, KubeApiBinaries.SkipReason ?? "");
        return new MeshSite(api.Server!.Admin, await api.Server.NewNamespace("cilium", ct));
    }

    public IStep<T> Step<T>()
        where T : IStepCommand => _scope.ServiceProvider.GetRequiredService<IStep<T>>();

    public OwnPeers OwnPeers => _scope.ServiceProvider.GetRequiredService<OwnPeers>();

    public void Install(string values) => Installed = new HelmRelease(new System.Version(1, 18, 4), "1.18.4", JsonNode.Parse(values)!.AsObject());

    public Task MakeCa(string pem, CancellationToken ct) => Kubernetes.CoreV1.CreateNamespacedSecretAsync(
        new V1Secret { Metadata = new V1ObjectMeta { Name = "cilium-ca" }, Data = new Dictionary<string, byte[]> { ["ca.crt"] = Encoding.UTF8.GetBytes(pem) } }, Namespace, cancellationToken: ct);

    public Task<string> Version(CancellationToken ct) => Task.FromResult("v3.5.2");

    public Task TakeBack(CancellationToken ct) => Task.CompletedTask;

    public Task<HelmRelease?> Find(CancellationToken ct) => Task.FromResult(Installed);

    public Task Upgrade(JsonObject values, bool exists, CancellationToken ct)
    {
        Upgrades.Add(values);
        return Task.CompletedTask;
    }

    public void Report(string text, int? percent = null)
    {
    }
}
