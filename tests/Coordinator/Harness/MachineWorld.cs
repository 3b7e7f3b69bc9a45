using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ClusterSetSuite.Coordinator.Tests.Harness;

/// <summary>The real state machine, outbox, sweep and database, with a bus and a clock that move only when told to: one run is the same every time.</summary>
public sealed class MachineWorld : IAsyncDisposable
{
    private readonly OperationStateMachine _machine = new();
    private readonly SqliteConnection _keepsDatabase;
    private readonly ServiceProvider _services;
    private readonly HeldBus _bus;
    private readonly OutboxDelivery _delivery;
    private readonly string _transport;

    private MachineWorld(IPlans plans, string transport)
    {
        _transport = transport;
        var database = $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        _keepsDatabase = new SqliteConnection(database);
        _keepsDatabase.Open();
        var (bus, holder) = HeldBus.Make();
        _bus = holder;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "sqlite",
            ["Database:ConnectionString"] = database,
            ["Bus:Transport"] = transport,
            ["Operations:SilenceLimit"] = $"{SilenceLimit}",
            ["Operations:MaxUnanswered"] = "3",
            ["Operations:MaxRetries"] = "3",
        }).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(plans).AddSingleton(bus).AddCoordinatorCore(settings).BuildServiceProvider();
        _delivery = ActivatorUtilities.CreateInstance<OutboxDelivery>(_services);
    }

    public static TimeSpan SilenceLimit { get; } = TimeSpan.FromSeconds(10);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Everything on its way: commands, answers, and the Coordinator's messages to itself.</summary>
    public IList<(string? Queue, object Message)> OnTheWay => _bus.Held;

    /// <summary>Queues that take nothing.</summary>
    public HashSet<string> Hanging => _bus.Hanging;

    public static async Task<MachineWorld> Start(IPlans plans, string transport)
    {
        var world = new MachineWorld(plans, transport);
        await world._services.GetRequiredService<SchemaUpgrade>().Upgrade(default);
        return world;
    }

    public Task<RequestResult> Ask(Func<OperationRequests, Task<RequestResult>> ask) => InScope(services => ask(services.GetRequiredService<OperationRequests>()));

    /// <summary>The operation as it is stored, with its steps.</summary>
    public Task<OperationState> Look(Guid id) => InScope(services => Load(services, id));

    /// <summary>What waits in the outbox.</summary>
    public Task<List<OutboxRow>> Outbox() => InScope(services => services.GetRequiredService<CoordinatorDb>().Outbox.AsNoTracking().OrderBy(row => row.Id).ToListAsync());

    /// <summary>Puts what is due on its way.</summary>
    public Task DeliverDue() => _delivery.DeliverDue(default);

    /// <summary>Looks for silent steps.</summary>
    public Task<bool> Sweep() => InScope(async services =>
    {
        await services.GetRequiredService<OverdueSteps>().Sweep(default);
        return true;
    });

    /// <summary>The process starts again: with an in-memory bus, what was on its way is gone.</summary>
    public async Task Restart()
    {
        if (_transport == "memory")
            OnTheWay.Clear();
        await ActivatorUtilities.CreateInstance<LostMessages>(_services).StartAsync(default);
    }

    /// <summary>Handles one message in one transaction; a process that dies does so before the commit.</summary>
    public Task<bool> Handle(object message, bool dies = false) => InScope(async services =>
    {
        await Raise(services, message);
        if (!dies)
            await services.GetRequiredService<CoordinatorDb>().SaveChangesAsync();
        return !dies;
    });

    /// <summary>Handles two messages at the same time: the second commit must collide when both changed the operation, and is tried again.</summary>
    public async Task HandleBoth(object first, object second)
    {
        await using var slow = _services.CreateAsyncScope();
        await Raise(slow.ServiceProvider, second);
        await Handle(first);
        try
        {
            await slow.ServiceProvider.GetRequiredService<CoordinatorDb>().SaveChangesAsync();
        }
        catch (DbUpdateException) // the operation's version, or an answer that is in the inbox already
        {
            await Handle(second);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _delivery.Dispose();
        await _services.DisposeAsync();
        await _keepsDatabase.DisposeAsync();
    }

    private async Task Raise(IServiceProvider services, object message)
    {
        switch (message)
        {
            case RunOperation run: await Raise(services, _machine.Requested, run, run.OperationId); break;
            case StepAnswer answer: await Raise(services, _machine.Answered, answer, answer.OperationId); break;
            case StepOverdue overdue: await Raise(services, _machine.Overdue, overdue, overdue.OperationId); break;
            case StepRetryDue due: await Raise(services, _machine.RetryDue, due, due.OperationId); break;
            case ResumeOperation resume: await Raise(services, _machine.ResumeRequested, resume, resume.OperationId); break;
            case CancelOperation cancel: await Raise(services, _machine.CancelRequested, cancel, cancel.OperationId); break;
            default: throw new NotSupportedException($"the state machine takes no {message.GetType().Name}");
        }
    }

    private async Task Raise<T>(IServiceProvider services, Event<T> @event, T message, Guid id)
        where T : class => await ((StateMachine<OperationState>)_machine).RaiseEvent(MachineContext.For(_machine, await Load(services, id), @event, message, services));

    private static Task<OperationState> Load(IServiceProvider services, Guid id) =>
        services.GetRequiredService<CoordinatorDb>().Operations.Include(o => o.Steps).SingleAsync(o => o.CorrelationId == id);

    private async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = _services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }
}
