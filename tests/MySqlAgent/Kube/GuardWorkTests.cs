using System.Text.Json;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Letters;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Isolation;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Tests.RealServers;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>The guards of an agent on a real API server, without pods: whose letters they take, and how they give way to each other.</summary>
public sealed class GuardWorkTests(KubeApi api) : IClassFixture<KubeApi>, IAsyncDisposable
{
    private static readonly MySqlOptions Options = new();

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly string _key = Path.GetTempFileName();
    private readonly CancellationTokenSource _stop = new();
    private Found _found = null!;
    private ServiceProvider _services = null!;
    private SiteIsolation _isolation = null!;
    private GuardWork _work = null!;
    private Task _running = Task.CompletedTask;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isolation?.Dispose();
        if (_services is not null)
            await _services.DisposeAsync();
        _stop.Dispose();
        File.Delete(_key);
    }

    [Fact]
    public async Task A_letter_on_the_direct_way_is_taken_with_the_suites_seal_alone_and_the_answer_bears_it_too()
    {
        await Begin();
        var (letter, seal) = (Json(Letter("mycs")), Seal.FromFile(_key));
        Assert.Equal(401, (await Post(letter, null)).StatusCode);
        Assert.Equal(401, (await Post(letter, seal.Of(Json(Letter("other"))))).StatusCode);
        Assert.Equal(400, (await Post("nonsense"u8.ToArray(), seal.Of("nonsense"u8))).StatusCode);
        Assert.Equal(413, (await Post(new byte[(1 << 20) + 1], null)).StatusCode);
        Assert.Equal(404, (await Post(Json(Letter("other")), seal.Of(Json(Letter("other"))))).StatusCode);
        Assert.Equal(404, (await Post(Json(Letter("mycs") with { Site = "dr" }), seal.Of(Json(Letter("mycs") with { Site = "dr" })))).StatusCode);

        var taken = await Post(letter, seal.Of(letter));
        var answer = ((MemoryStream)taken.Body).ToArray();
        Assert.Equal((200, seal.OfAnswer(seal.Of(letter), answer)), (taken.StatusCode, taken.Headers[Seal.Header].Single()));
        Assert.Equal(("mycs", "prod"), JsonSerializer.Deserialize<DirectAnswer>(answer, Wire.Options) is { Letter: var told } ? (told.ClusterSet, told.Site) : default);
    }

    [Fact]
    public async Task While_a_drill_cuts_it_off_a_guard_hears_and_answers_nothing()
    {
        await Begin();
        var seal = Seal.FromFile(_key);
        await _isolation.Begin(new("mycs", _found.Cluster.Cluster, "prod", _time.GetUtcNow() + TimeSpan.FromHours(1)), Ct);
        var heard = Letter("mycs") with { Events = [new AuthorityHeard(Record)] };
        Assert.Equal(503, (await Post(Json(heard), seal.Of(Json(heard)))).StatusCode);
        await _work.Take(new() { Site = "prod", Body = Wire.ToJson(heard) }, Ct);

        await _isolation.End("mycs", _found.Cluster.Cluster, Ct);
        var taken = await Post(Json(Letter("mycs")), seal.Of(Json(Letter("mycs"))));
        Assert.Equal(200, taken.StatusCode);
        Assert.Null((await new GuardStore(api.Server!.Admin, _found.Cluster).Begin(Ct)).Kept); // of neither letter
    }

    [Fact]
    public async Task One_that_was_replaced_leaves_its_cluster_to_the_other_for_a_while()
    {
        await Begin();
        Assert.Equal(2, (await new GuardStore(api.Server!.Admin, _found.Cluster).Begin(Ct)).Starts); // another agent of this site
        await _work.Take(new() { Site = "prod", Body = Wire.ToJson(Letter("mycs") with { Events = [new AuthorityHeard(Record)] }) }, Ct);
        await Until("the guard has ended", () => _work.HoldOf("mycs") is null);
        var finds = _found.Finds;
        await Until("it was looked for again", () => _found.Finds >= finds + 3);
        Assert.Null(_work.HoldOf("mycs"));

        _time.Advance(TimeSpan.FromMinutes(1));
        await Until("it guards again", () => _work.HoldOf("mycs") is not null);
        Assert.Equal(4, (await new GuardStore(api.Server.Admin, _found.Cluster).Begin(Ct)).Starts);
    }

    private static AuthorityRecord Record => new() { Epoch = 7, Primary = "prod", Detector = "one" };

    private static ToGuard Letter(string set) => new() { ClusterSet = set, Site = "prod", From = "one" };

    private static byte[] Json(ToGuard letter) => JsonSerializer.SerializeToUtf8Bytes(letter, Wire.Options);

    private Task Until(string what, Func<bool> isSo) => Waiting.Until(
        what,
        () =>
        {
            _time.Advance(Options.FindInterval / 4);
            return Task.FromResult(isSo());
        },
        Ct);

    private async Task<HttpResponse> Post(byte[] body, string? seal)
    {
        var http = new DefaultHttpContext { RequestServices = _services, Request = { Method = "POST", Body = new MemoryStream(body) }, Response = { Body = new MemoryStream() } };
        if (seal is not null)
            http.Request.Headers[Seal.Header] = seal;
        await (await _work.TakeDirect(http.Request, Ct)).ExecuteAsync(http);
        return http.Response;
    }

    /// <summary>An agent that guards a cluster.</summary>
    private async Task Begin()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        var kubernetes = api.Server!.Admin;
        await File.WriteAllTextAsync(_key, "0123456789abcdef0123456789abcdef", Ct);
        _found = new(new("mycs", new(await api.Server.NewNamespace("mysql", Ct), "prd", 3, "mypwds")));
        var clusters = new InnoDbClusters(kubernetes);
        var (mysql, guard) = (Microsoft.Extensions.Options.Options.Create(Options), Microsoft.Extensions.Options.Options.Create(new GuardOptions { KeyFile = _key }));
        await clusters.Make(new CreateInnoDBCluster { Cluster = _found.Cluster.Cluster, BaseServerId = 100, Routers = 1 }, Ct);
        _services = new ServiceCollection().AddLogging().AddSingleton<IObservedClusters>(_found).AddSingleton<IServers>(LoopbackServers.Absent).AddSingleton(clusters)
            .AddSingleton<TimeProvider>(_time).AddSingleton(mysql).AddSingleton<ClusterRounds>().AddSingleton(kubernetes).AddSingleton<IsolationPolicy>()
            .BuildServiceProvider();
        var scopes = _services.GetRequiredService<IServiceScopeFactory>();
        _isolation = new(scopes, _time, mysql, NullLogger<SiteIsolation>.Instance);
        _work = new(
            new("mysql-agent", "prod"), _isolation, scopes, kubernetes, new NoDialogues(), new(guard), new(_key, TimeSpan.FromSeconds(1)), new FailoverTimers(), _time, guard, mysql, NullLogger<GuardWork>.Instance);
        _running = _work.Run(new NoSigns(), _stop.Token);
        await Until("its guard has begun", () => _work.HoldOf("mycs") is not null);
    }

    /// <summary>The one cluster of this site.</summary>
    private sealed class Found(GuardedCluster cluster) : IObservedClusters
    {
        public GuardedCluster Cluster => cluster;

        public int Finds { get; private set; }

        public Task<IReadOnlyList<LocalCluster>> Find(CancellationToken ct) => Task.FromResult<IReadOnlyList<LocalCluster>>([cluster.Cluster]);

        public Task<IReadOnlyList<GuardedCluster>> FindGuarded(CancellationToken ct)
        {
            Finds++;
            return Task.FromResult<IReadOnlyList<GuardedCluster>>([cluster]);
        }
    }

    private sealed class NoDialogues : IPodDialogues
    {
        public Task<IPodDialogue> Open(PodTarget target, IReadOnlyList<string> command, CancellationToken ct) => throw new IOException("there are no pods");
    }

    private sealed class NoSigns : ISigns
    {
        public Task Tell<T>(T sign, CancellationToken ct)
            where T : class => Task.CompletedTask;
    }
}
