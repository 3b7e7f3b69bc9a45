using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.Cli.Api;
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
    public static async Task<EmbeddedSuite> Start(ClusterSetSpec spec, EmbeddedOptions options, CancellationToken ct)
    {
        SiteContexts.Check(spec, options);
        var state = EmbeddedState.Open(spec.Name);
        try
        {
            var app = Build(spec, options, state);
            await app.StartAsync(ct);
            return new(app, state);
        }
        catch
        {
            state.Dispose();
            throw;
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

    private static WebApplication Build(ClusterSetSpec spec, EmbeddedOptions options, EmbeddedState state)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        EmbeddedSettings.AddShared(builder.Configuration, options, state);
        EmbeddedLogging.Configure(builder.Logging, state);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCoordinatorCore(builder.Configuration);
        foreach (var site in spec.Sites)
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
}
