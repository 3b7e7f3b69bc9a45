using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Bus;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClusterSetSuite.Coordinator.Tests.Harness;

/// <summary>A whole Coordinator without HTTP: real database, real bus, a fake plan.</summary>
public sealed class CoordinatorHost(IHost host) : IAsyncDisposable
{
    public static readonly ClusterSetSpec Spec = SpecDocument.Read("""
        name: mycs
        primary: a
        sites:
          - {name: a, namespace: mysql-a, cluster: {name: ca, baseServerId: 100}}
          - {name: b, namespace: mysql-b, cluster: {name: cb, baseServerId: 200}}
        """).Spec!;

    /// <summary>The registration that a test removes to see what stays behind when the process dies between commit and delivery.</summary>
    public static bool IsDelivery(ServiceDescriptor service) => service.ImplementationType == typeof(OutboxDelivery);

    public IServiceProvider Services => host.Services;

    /// <summary>In one process, as embedded: in-memory bus, SQLite, agents on the same bus.</summary>
    public static Task<CoordinatorHost> Embedded(string file, IPlans plans, FakeAgent agent, Action<IServiceCollection>? adjust = null) =>
        Start(
            new() { ["Database:Provider"] = "sqlite", ["Database:ConnectionString"] = $"Data Source={file};Pooling=false", ["Bus:Transport"] = "memory" },
            plans,
            services =>
            {
                services.AddMassTransit(bus =>
                {
                    bus.AddCoordinatorConsumers();
                    bus.UsingInMemory((context, transport) =>
                    {
                        foreach (var site in Spec.Sites)
                            transport.ReceiveEndpoint($"mesh-agent.{site.Name}", endpoint => endpoint.Instance(agent));
                        transport.ConfigureEndpoints(context);
                    });
                });
                adjust?.Invoke(services);
            });

    /// <summary>With settings of one's own.</summary>
    public static async Task<CoordinatorHost> Start(Dictionary<string, string?> settings, IPlans plans, Action<IServiceCollection> addBus)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Operations:SilenceLimit"] = "00:00:01",
            ["Operations:SweepInterval"] = "00:00:00.2",
            ["Operations:RetryDelay"] = "00:00:00.05",
            ["Operations:MaxRetryDelay"] = "00:00:00.2",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(plans);
        builder.Services.AddCoordinatorCore(builder.Configuration).AddCoordinatorWork(builder.Configuration);
        addBus(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new CoordinatorHost(host);
    }

    public Task<RequestResult> Provision(Guid? id, ClusterSetSpec? spec = null) => Do<OperationRequests, RequestResult>(r => r.Provision(id, spec ?? Spec, default));

    public Task<RequestResult> Resume(Guid id) => Do<OperationRequests, RequestResult>(r => r.Resume(id, default));

    public Task<RequestResult> Cancel(Guid id) => Do<OperationRequests, RequestResult>(r => r.Cancel(id, default));

    public Task<OperationView?> View(Guid id) => Do<OperationQueries, OperationView?>(q => q.Operation(id, default));

    /// <summary>Waits until the operation is in a state; tells its last look when it does not come.</summary>
    public async Task<OperationView> Until(Guid id, Func<OperationView, bool> wanted, double seconds = 60)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var signal = Services.GetRequiredService<CommitSignal>();
        while (true)
        {
            var next = signal.Next;
            var view = await View(id);
            if (view is not null && wanted(view))
                return view;
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"operation is {view?.State} ({view?.Reason}): {string.Join(", ", view?.Stages.SelectMany(s => s.Steps).Select(s => $"{s.Id} {s.State} {s.Attempt}") ?? [])}");
            await CommitSignal.Wait(next, TimeSpan.FromMilliseconds(200), TimeProvider.System, default);
        }
    }

    /// <summary>Waits until nothing is left in the outbox.</summary>
    public async Task UntilDelivered(double seconds = 60)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (await Do<CoordinatorDb, bool>(db => db.Outbox.AnyAsync(limit.Token)))
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
    }

    public async Task<TResult> Do<TService, TResult>(Func<TService, Task<TResult>> ask)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
