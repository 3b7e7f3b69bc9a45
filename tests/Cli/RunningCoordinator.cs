using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator;
using ClusterSetSuite.Coordinator.Health;
using ClusterSetSuite.Coordinator.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Cli.Tests;

/// <summary>A real Coordinator with its API, without agents, that knows the set <c>mycs</c>.</summary>
internal sealed class RunningCoordinator : IAsyncDisposable
{
    public const string Gtids = "7b53ec3e-e730-11f1-a00f-02fc00000001:1-10";

    private static readonly ClusterSetSpec Spec = SpecDocument.Read("""
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100, instances: 1}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200, instances: 1}}
        primary: prod
        """).Spec!;

    private readonly WebApplication app;
    private readonly string file;

    private RunningCoordinator(WebApplication app, string file) => (this.app, this.file) = (app, file);

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<RunningCoordinator> Start(CancellationToken ct)
    {
        var file = Path.GetTempFileName();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:ConnectionString"] = $"Data Source={file};Pooling=false", ["Bus:Transport"] = "memory",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCoordinator(builder.Configuration);
        var app = builder.Build();
        app.MapCoordinator();
        await app.StartAsync(ct);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        db.Add(new ClusterSetRow { Name = "mycs", Spec = Wire.ToJson(Spec).GetRawText(), LastOperation = Guid.NewGuid(), AppliedAt = DateTimeOffset.UtcNow });
        foreach (var site in Spec.Sites)
            db.Add(new AgentRow { Site = site.Name, Agent = AgentNames.MySql, Version = "1", StartedAt = DateTimeOffset.UtcNow, SeenAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync(ct);
        return new(app, file);
    }

    /// <summary>Lets both sites tell what they see: the primary alive or dead, the replica following or not.</summary>
    public async Task Observe(bool primaryLives, int number, CancellationToken ct)
    {
        var set = new SetObservation { Id = "s", Name = "mycs", View = 4, Clusters = [new("prd", "PRIMARY", false), new("myreplica", "REPLICA", false)] };
        var prd = primaryLives ? Server("prd-0", set) : new MemberObservation { Pod = "prd-0", Unreachable = "connection refused" };
        var channel = new ChannelObservation
        {
            Receiver = primaryLives ? "ON" : "CONNECTING", Applier = "ON", Source = "prd-0:3306", Received = Gtids, Unapplied = "", SilentFor = primaryLives ? 0 : 9, HeartbeatInterval = 30,
        };
        await Take("prod", "mysql-prod", "prd", prd, number, ct);
        await Take("dr", "mysql-dr", "dr", Server("dr-0", set) with { ReadOnly = true, Channel = channel }, number, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        File.Delete(file);
    }

    private static MemberObservation Server(string pod, SetObservation set) => new()
    {
        Pod = pod, State = "ONLINE", Role = "PRIMARY", Executed = Gtids, Set = set, Group = new Dictionary<string, string> { ["u"] = "ONLINE" },
    };

    private Task Take(string site, string @namespace, string name, MemberObservation member, int number, CancellationToken ct) =>
        app.Services.GetRequiredService<Observations>().Take(
            new SiteObservation
            {
                Site = site, StartedAt = DateTimeOffset.UnixEpoch, Number = number, At = DateTimeOffset.UtcNow,
                Clusters = [new ClusterObservation { Namespace = @namespace, Name = name, Members = [member] }],
            },
            ct);
}
