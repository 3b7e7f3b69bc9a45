using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.AgentHost.Running;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>One agent of one site with services of its own (Kubernetes client, steps, key); a process can host several.</summary>
public sealed class AgentRuntime : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RunningSteps _running;
    private readonly BusAnswers _answers;
    private readonly DateTimeOffset _startedAt;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeSpan _holdLimit;
    private readonly TimeProvider _time;

    private readonly BrokerLink _link;

    private AgentRuntime(ServiceProvider services, BusAnswers answers, BrokerLink link)
    {
        _link = link;
        _services = services;
        _answers = answers;
        _time = services.GetRequiredService<TimeProvider>();
        _startedAt = _time.GetUtcNow();
        _holdLimit = services.GetRequiredService<IOptions<AgentBusOptions>>().Value.HoldLimit;
        Identity = services.GetRequiredService<AgentIdentity>();
        _running = new RunningSteps(services.GetRequiredService<StepRunner>(), answers, _stopping.Token);
    }

    /// <summary>Which agent of which site.</summary>
    public AgentIdentity Identity { get; }

    /// <summary>Services of this agent, for tests and for the process that hosts it.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Builds an agent and checks its options.</summary>
    /// <param name="agentName">One of <see cref="Contracts.AgentNames"/>.</param>
    /// <param name="configuration">Sections <c>Site</c>, <c>Kubernetes</c>, and the agent's own.</param>
    /// <param name="addSteps">Registers the agent's steps and what they need.</param>
    /// <param name="host">The process's services: logging, clock and the bus, which is looked up only when something is published.</param>
    /// <exception cref="OptionsValidationException">An option is missing or wrong.</exception>
    public static AgentRuntime Create(
        string agentName, IConfiguration configuration, Action<IServiceCollection, IConfiguration> addSteps, IServiceProvider host)
    {
        var services = new ServiceCollection();
        services.TryAddSingleton(host.GetService<TimeProvider>() ?? TimeProvider.System);
        services.AddSingleton(host.GetRequiredService<ILoggerFactory>());
        services.Add(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));
        services.AddAgentServices(agentName, configuration);
        addSteps(services, configuration);
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        provider.GetService<IStartupValidator>()?.Validate();
        var link = host.GetService<BrokerLink>() ?? BrokerLink.AlwaysUp();
        return new AgentRuntime(provider, Answers(provider, host, link), link);
    }

    /// <summary>The highest attempt asked of any step that runs now; 0 when none runs.</summary>
    internal int HighestAttempt => _running.HighestAttempt;

    /// <summary>What this agent does beside its steps.</summary>
    internal IEnumerable<IAgentWork> Works => _services.GetServices<IAgentWork>();

    /// <summary>Where its work takes letters; null for an agent that takes none.</summary>
    internal ILetterBox? LetterBox => _services.GetService<ILetterBox>();

    /// <summary>What else its HTTP address answers.</summary>
    internal IEnumerable<IAgentEndpoint> Endpoints => _services.GetServices<IAgentEndpoint>();

    /// <summary>Where its work tells what it sees.</summary>
    internal ISigns Signs => _answers;

    /// <summary>Publishes one heartbeat.</summary>
    internal Task Beat(CancellationToken ct) => _answers.Beat(
        new AgentHeartbeat { Site = Identity.Site, Agent = Identity.Name, Version = AgentVersion.Text, StartedAt = _startedAt }, ct);

    /// <summary>Takes one delivery.</summary>
    internal StepConsumer Consumer() => new(_running, _link, _holdLimit, _time);

    /// <summary>Cancels what runs, and waits until each running step's answer ("asked to stop", retriable) is out.</summary>
    internal async Task Stop(CancellationToken ct)
    {
        await _stopping.CancelAsync();
        await _running.Drained(ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _services.DisposeAsync();
    }

    private static BusAnswers Answers(ServiceProvider services, IServiceProvider host, BrokerLink link) => new(
        host.GetRequiredService<IBus>, link, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<BusAnswers>>());
}
