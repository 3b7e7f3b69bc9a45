using System.Data.Common;
using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.Cli.Api;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator;
using ClusterSetSuite.Coordinator.Bus;
using MassTransit;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ClusterSetSuite.Cli.Embedded;

/// <summary>Coordinator and all agents in this process: in-memory bus, SQLite, one kubeconfig context for each site.</summary>
internal sealed class EmbeddedSuite : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication app;
    private readonly EmbeddedState state;

    private EmbeddedSuite(WebApplication app, EmbeddedState state)
    {
        this.app = app;
        this.state = state;
        Client = new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), state.Token);
    }

    /// <summary>Asks the Coordinator in this process.</summary>
    public CoordinatorClient Client { get; }

    /// <summary>Starts it; an operation that was cut off in an earlier run goes on.</summary>
    /// <exception cref="CliException">The kubeconfig lacks a context, or another process runs the same ClusterSet.</exception>
    public static Task<EmbeddedSuite> Start(ClusterSetSpec spec, EmbeddedOptions options, CancellationToken ct) =>
        Start(() => EmbeddedState.Open(spec.Name), _ => Task.FromResult(spec), options, Work.Operations, ct);

    /// <summary>Starts it for a ClusterSet that an earlier run was asked for, and waits until its sites have told how they are: an operation is refused where they are silent.</summary>
    /// <exception cref="CliException">No earlier run knows it, the kubeconfig lacks a context, or another process runs the same ClusterSet.</exception>
    public static Task<EmbeddedSuite> Start(string set, EmbeddedOptions options, CancellationToken ct) => Known(set, options, Work.Operations, ct);

    /// <summary>The same for one that only looks at the sites: nothing that was cut off goes on.</summary>
    /// <exception cref="CliException">No earlier run knows it, the kubeconfig lacks a context, or another process runs the same ClusterSet.</exception>
    public static Task<EmbeddedSuite> Look(string set, EmbeddedOptions options, CancellationToken ct) => Known(set, options, Work.Looking, ct);

    /// <summary>The same for one that only reads what earlier runs have kept: no site is asked.</summary>
    /// <exception cref="CliException">No earlier run knows it, or another process runs the same ClusterSet.</exception>
    public static Task<EmbeddedSuite> Read(string set, EmbeddedOptions options, CancellationToken ct) => Known(set, options, Work.Reading, ct);

    private static async Task<EmbeddedSuite> Known(string set, EmbeddedOptions options, Work work, CancellationToken ct)
    {
        var suite = await Start(() => EmbeddedState.OpenKnown(set), state => KnownSpec.Read(state, set, ct), options, work, ct);
        try
        {
            if (work != Work.Reading)
                await suite.Told(set, ct);
            return suite;
        }
        catch
        {
            await suite.DisposeAsync();
            throw;
        }
    }

    private static async Task<EmbeddedSuite> Start(Func<EmbeddedState> open, Func<EmbeddedState, Task<ClusterSetSpec>> read, EmbeddedOptions options, Work work, CancellationToken ct)
    {
        var (state, isStarted) = (open(), false);
        try
        {
            var spec = await read(state);
            if (work != Work.Reading)
                SiteContexts.Check(spec, options);
            var app = Build(spec, options, state, work);
            await app.StartAsync(ct);
            isStarted = true;
            return new(app, state);
        }
        catch (DbException e)
        {
            throw new CliException($"the records of earlier runs in {state.Database} can not be used: {e.Message} Move the file away and adopt the set anew: clusterset apply -f SPEC --embedded", ExitCodes.Failed);
        }
        finally
        {
            if (!isStarted)
                state.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        state.Dispose();
    }

    // A site that does not tell in this time may be one that is lost: the operation itself says what that means for it.
    private async Task Told(string set, CancellationToken ct)
    {
        var started = DateTimeOffset.UtcNow;
        var sites = (await Observed.Since(Client, set, started, Patience, ct))?.Health.Sites ?? [];
        while (DateTimeOffset.UtcNow - started < Patience)
        {
            var agents = (await Client.Agents(ct)).Where(agent => agent.Agent == AgentNames.MySql && agent.SeenAt >= started).Select(agent => agent.Site);
            if (!sites.Select(site => site.Site).Except(agents).Any())
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        }
    }

    private static WebApplication Build(ClusterSetSpec spec, EmbeddedOptions options, EmbeddedState state, Work work)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        EmbeddedSettings.AddShared(builder.Configuration, options, state);
        EmbeddedLogging.Configure(builder.Logging, state);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCoordinatorCore(builder.Configuration);
        if (work == Work.Operations)
            builder.Services.AddCoordinatorWork(builder.Configuration);
        foreach (var site in work == Work.Reading ? [] : spec.Sites)
            builder.Services.AddSiteAgents(EmbeddedSettings.ForSite(builder.Configuration, options, site));
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddCoordinatorConsumers();
            bus.UsingInMemory((context, transport) =>
            {
                transport.ConfigureEndpoints(context);
                AgentEndpoints.AddAll(transport, context);
            });
        });
        var app = builder.Build();
        app.MapCoordinator();
        return app;
    }

    /// <summary>What it is started for.</summary>
    private enum Work
    {
        Operations,
        Looking,
        Reading,
    }
}
