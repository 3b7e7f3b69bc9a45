using System.Collections.Concurrent;
using System.Threading.Channels;
using ClusterSetSuite.AgentHost.Failures;
using ClusterSetSuite.AgentHost.Running;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ClusterSetSuite.AgentHost.Tests.Running;

/// <summary>A step runner with a clock of its own, a scripted step, and everything it published and logged.</summary>
internal sealed class RunnerRig : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Outbox _outbox = new();

    public RunnerRig()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        services.AddSingleton<TimeProvider>(Clock).AddSingleton(new AgentIdentity("dns-agent", "prod")).AddSingleton(Script);
        services.AddSingleton<SecretMask>().AddSingleton<FailureTranslation>().AddSingleton<StepRunner>();
        services.AddScoped<StepBoard>().AddScoped<IStepProgress>(scope => scope.GetRequiredService<StepBoard>());
        services.AddStep<Probe, ProbeStep>();
        _services = services.BuildServiceProvider(validateScopes: true);
        Steps = new RunningSteps(_services.GetRequiredService<StepRunner>(), _outbox, _stopping.Token);
    }

    public ProbeScript Script { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public RecordedLog Log { get; } = new();

    public RunningSteps Steps { get; }

    public SecretMask Mask => _services.GetRequiredService<SecretMask>();

    public ConcurrentQueue<StepAnswer> Answers => _outbox.Answers;

    public ChannelReader<StepProgress> Progress => _outbox.Progress.Reader;

    public static StepCommand Command(int attempt = 1, bool checkOnly = false, string step = "probe/prod", string text = "x") => new()
    {
        OperationId = new Guid("11111111-1111-1111-1111-111111111111"),
        StepId = step,
        Attempt = attempt,
        ClusterSet = "mycs",
        Site = "prod",
        Kind = nameof(Probe),
        Body = Wire.ToJson(new Probe(text)),
        CheckOnly = checkOnly,
        TimeLimit = TimeSpan.FromMinutes(1),
    };

    public Task Stop() => _stopping.CancelAsync();

    public async Task<StepAnswer> Answer(StepCommand command)
    {
        await Steps.Ask(command).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return Answers.Last();
    }

    public void Dispose()
    {
        _services.Dispose();
        _stopping.Dispose();
        Log.Dispose();
    }

    private sealed class Outbox : IAnswers
    {
        public ConcurrentQueue<StepAnswer> Answers { get; } = new();

        public Channel<StepProgress> Progress { get; } = Channel.CreateUnbounded<StepProgress>();

        public Task Publish(StepAnswer answer, CancellationToken stopping)
        {
            Answers.Enqueue(answer);
            return Task.CompletedTask;
        }

        public Task Tell(StepProgress progress, CancellationToken ct) => Progress.Writer.WriteAsync(progress, ct).AsTask();

        public Task Beat(AgentHeartbeat heartbeat, CancellationToken ct) => Task.CompletedTask;
    }
}
