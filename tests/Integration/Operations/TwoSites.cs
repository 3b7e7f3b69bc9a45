using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.TestServers.Postgres;
using ClusterSetSuite.TestServers.Rabbit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Integration.Tests.Operations;

/// <summary>A real broker, a real database, a Coordinator process, and the real agent host with steps on a <see cref="World"/>.</summary>
public sealed class TwoSites : IAsyncDisposable
{
    public const string Spec = """
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
        primary: prod
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("clusterset-").FullName;
    private readonly List<WebApplication> agents = [];

    private readonly TwoSitesOptions options;

    private TwoSites(PostgresServer postgres, RabbitServer rabbit, TwoSitesOptions options)
    {
        Postgres = postgres;
        Rabbit = rabbit;
        this.options = options;
        Coordinator = new(postgres, rabbit, folder, options.CoordinatorSettings);
    }

    public World World { get; } = new();

    public PostgresServer Postgres { get; }

    public RabbitServer Rabbit { get; }

    public CoordinatorProcess Coordinator { get; }

    public static Task<TwoSites> Start(CancellationToken ct) => Start(new(), ct);

    public static async Task<TwoSites> Start(TwoSitesOptions options, CancellationToken ct)
    {
        var sites = new TwoSites(await PostgresServer.Start(options.DatabasePassword, ct), await RabbitServer.Start(options.BrokerPassword, ct), options);
        await sites.Coordinator.Up(ct);
        foreach (var site in options.Sites)
        {
            foreach (var agent in AgentNames.All)
                await sites.StartAgent(site, agent, ct);
        }

        return sites;
    }

    public async ValueTask DisposeAsync()
    {
        await Coordinator.DisposeAsync();
        foreach (var agent in agents)
            await agent.DisposeAsync();
        await Rabbit.DisposeAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAgent(string site, string agent, CancellationToken ct)
    {
        string[] settings =
        [
            "--urls=http://127.0.0.1:0", $"--{SiteOptions.Section}:Name={site}", "--Bus:Host=127.0.0.1", $"--Bus:Port={Rabbit.Port}", "--Bus:User=guest",
            $"--Bus:PasswordFile={Path.Combine(folder, "rabbit.password")}", "--Logging:LogLevel:Default=Warning",
            .. options.AgentSettings.Select(setting => $"--{setting}"),
        ];
        var app = AgentHost.AgentHost.Build(settings, agent, (services, _) => options.AddSteps(services, World));
        if (options.Logs is { } logs)
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        await app.StartAsync(ct);
        agents.Add(app);
    }
}
