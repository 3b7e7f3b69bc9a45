using System.Text.Json;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Isolation;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Tests.Kube;
using ClusterSetSuite.Tests.Shared;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;
using ClusterSetSuite.TestServers.MySql;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>A site is cut off for a drill and let go, on real servers and a real API server.</summary>
[Collection("real servers")]
public sealed class IsolationTests(KubeApi api) : IClassFixture<KubeApi>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_are_cut_off_only_when_none_takes_writes_and_are_let_go_by_order_or_when_the_time_is_over()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartPrimary(29700, Ct);
        await using var proxy = await FaultyApi.Before(api.Server!, Ct);
        var (client, cluster, now) = (proxy.Client(), TwoSites.Primary with { Namespace = await api.Server!.NewNamespace("isolated", Ct) }, DateTimeOffset.UtcNow);
        var (clusters, policy) = (new InnoDbClusters(api.Server!.Admin), new IsolationPolicy(api.Server!.Admin));
        await clusters.Make(new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 100, Routers = 1 }, Ct);
        await clusters.Annotate(cluster, new Dictionary<string, string?> { [MarkedClusters.Mark] = "mycs" }, Ct);
        var command = new IsolateSite(cluster, "mycs", "prod", now + TimeSpan.FromMinutes(30), now + TimeSpan.FromHours(1));

        await using (var agent = Begin(sites, client, cluster))
        {
            foreach (var fault in FaultyRuns.Faults.Select(row => row.Data))
            {
                await sites.Execute(TwoSites.Primary, 0, "SET GLOBAL super_read_only = OFF", Ct);
                await proxy.BroughtToItsEnd(agent.Isolate, command, fault, Ct);
                Assert.NotNull(agent.Isolation.Of("mycs")); // the guard is deaf and dumb from here on
                Assert.Equal(command.Until, IsolationOrder.Of((await clusters.Find(cluster, Ct))!)!.Until);
                var opened = sites.Servers.Opened;
                await Waiting.Until("the agent has looked at the servers three times", () => Task.FromResult(sites.Servers.Opened >= opened + (3 * cluster.Instances)), Ct);
                Assert.False(await policy.Exists(cluster, Ct), "servers of which one takes writes were cut off");

                await sites.Execute(TwoSites.Primary, 0, "SET GLOBAL super_read_only = ON", Ct);
                await Waiting.Until("the servers are cut off", async () => await policy.Exists(cluster, Ct), Ct);
                await proxy.BroughtToItsEnd(agent.End, new EndIsolation(cluster, "mycs"), fault, Ct);
                Assert.Null(agent.Isolation.Of("mycs"));
                Assert.Null(IsolationOrder.Of((await clusters.Find(cluster, Ct))!));
                Assert.False(await policy.Exists(cluster, Ct));
            }

            await agent.Isolate.Apply(command, Ct);
            Assert.Contains("another drill", Assert.IsType<StepState.Unsafe>(await agent.Isolate.Check(command with { Until = now }, Ct)).Reason, StringComparison.Ordinal);
            await Waiting.Until("the servers are cut off", async () => await policy.Exists(cluster, Ct), Ct);
        }

        await using (var anew = Begin(sites, client, cluster))
            await Waiting.Until("an agent that starts anew knows the order", () => Task.FromResult(anew.Isolation.Of("mycs") is not null), Ct);
        await clusters.Annotate(cluster, new IsolationOrder("mycs", cluster, "prod", now).Marks, Ct);
        await using (var late = Begin(sites, client, cluster))
        {
            await Waiting.Until("the order whose time is over is ended", async () => !await policy.Exists(cluster, Ct) && IsolationOrder.Of((await clusters.Find(cluster, Ct))!) is null && late.Isolation.Of("mycs") is null, Ct);
            Assert.Contains("too late", Assert.IsType<StepState.Unsafe>(await late.Isolate.Check(command with { NotAfter = now - TimeSpan.FromSeconds(1) }, Ct)).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_policy_denies_other_clusters_and_the_world_and_nothing_else()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        var (kubernetes, cluster) = (api.Server!.Admin, new LocalCluster(await api.Server!.NewNamespace("policy", Ct), "prd", 3, "mypwds"));
        await new IsolationPolicy(kubernetes).Make(new("mycs", cluster, "prod", DateTimeOffset.UtcNow), Ct);

        var made = await kubernetes.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(IsolationPolicy.Group, IsolationPolicy.Version, cluster.Namespace, IsolationPolicy.Plural, IsolationPolicy.NameOf(cluster), Ct);
        var spec = made.GetProperty("spec");
        var selected = spec.GetProperty("endpointSelector").GetProperty("matchLabels").EnumerateObject().Select(label => $"{label.Name}={label.Value.GetString()}");
        Assert.Equal(["component=mysqld", "mysql.oracle.com/cluster=prd"], selected.Order());
        Assert.Equal([JsonValueKind.False, JsonValueKind.False], spec.GetProperty("enableDefaultDeny").EnumerateObject().Select(direction => direction.Value.ValueKind));
        Assert.Equal(spec.GetProperty("ingressDeny")[0].GetProperty("fromEndpoints").GetRawText(), spec.GetProperty("egressDeny")[0].GetProperty("toEndpoints").GetRawText());
        Assert.False(spec.TryGetProperty("ingress", out _) || spec.TryGetProperty("egress", out _), "it allows something");
    }

    private static Agent Begin(TwoSites sites, IKubernetes client, LocalCluster cluster)
    {
        var options = Options.Create(new MySqlOptions { Namespaces = [cluster.Namespace] });
        var services = new ServiceCollection().AddSingleton(client).AddScoped<InnoDbClusters>().AddScoped<IsolationPolicy>().AddScoped(_ => sites.Rounds).BuildServiceProvider();
        return new(services, new SiteIsolation(services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, options, NullLogger<SiteIsolation>.Instance));
    }

    private sealed class Agent : IAsyncDisposable
    {
        private readonly ServiceProvider _services;
        private readonly CancellationTokenSource _end = new();
        private readonly Task _running;

        public Agent(ServiceProvider services, SiteIsolation isolation)
        {
            (_services, Isolation) = (services, isolation);
            _running = isolation.Run(new NoSigns(), _end.Token);
        }

        public SiteIsolation Isolation { get; }

        public MySqlAgent.Steps.IsolateSite Isolate => new(Isolation, Policy, TimeProvider.System);

        public MySqlAgent.Steps.EndIsolation End => new(Isolation, Policy);

        private IsolationPolicy Policy => _services.CreateScope().ServiceProvider.GetRequiredService<IsolationPolicy>();

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Isolation.Dispose();
            await _services.DisposeAsync();
            _end.Dispose();
        }
    }

    private sealed class NoSigns : ISigns
    {
        public Task Tell<T>(T sign, CancellationToken ct)
            where T : class => Task.CompletedTask;
    }
}
