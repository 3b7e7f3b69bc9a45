using System.Net;
using System.Threading.Channels;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.AgentHost.Tests.Running;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.TestServers.Rabbit;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.AgentHost.Tests.Bus;

/// <summary>An agent's own process on a real broker.</summary>
public sealed class RabbitMqTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3); // RabbitMQ takes a minute to start on a busy machine
    private readonly Channel<StepAnswer> _answers = Channel.CreateUnbounded<StepAnswer>();
    private readonly TaskCompletionSource _started = new();
    private readonly TaskCompletionSource _release = new();
    private readonly ProbeScript _script = new();
    private readonly string _passwordFile = Path.GetTempFileName();
    private RabbitServer _rabbit = null!;
    private readonly List<WebApplication> _agents = [];
    private readonly CancellationTokenSource _over = new();
    private IBusControl? _coordinator;
    private bool _made;

    private WebApplication Agent => _agents[^1];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_passwordFile, "guest\n", Ct);
        _rabbit = await RabbitServer.Start(Ct);
        _script.Check = (_, _) => Task.FromResult(_made ? StepState.IsDone() : StepState.Needs("not made"));
        _script.Apply = async (_, _, _) =>
        {
            _started.TrySetResult();
            await _release.Task;
            _made = true;
        };
    }

    [Fact]
    public async Task Commands_that_are_delivered_again_get_one_answer_with_the_highest_attempt()
    {
        await StepUnderWay();
        await Send(2);
        await Joined(2);
        _release.SetResult();
        var answer = await NextAnswer();
        Assert.Equal((StepOutcome.Done, 2), (answer.Outcome, answer.Attempt));
        Assert.False(_answers.Reader.TryRead(out _));
        Assert.Equal(1, _script.Applies);
    }

    [Fact]
    public async Task An_answer_that_finds_the_broker_away_comes_when_it_is_back_and_nothing_is_made_twice()
    {
        await StepUnderWay();
        await _rabbit.Kill(Ct);
        _release.SetResult();
        await _rabbit.Up(Ct);
        var kept = KeepAgentRunning();
        var answer = await AskUntilAnswered();
        Assert.Contains(answer.Outcome, (StepOutcome[])[StepOutcome.Done, StepOutcome.AlreadyDone]);
        Assert.Equal(1, _script.Applies);
        await _over.CancelAsync();
        await kept;
    }

    [Fact]
    public async Task A_queue_that_comes_back_from_a_crash_without_a_leader_is_made_anew()
    {
        _release.SetResult();
        await StartAgent();
        await Ready();
        await Task.Delay(TimeSpan.FromSeconds(3), Ct); // RabbitMQ writes its own records of queues to disk within that time; it tells nobody when
        await _rabbit.Kill(Ct);
        _rabbit.ForgetQuorumLogs();
        await _rabbit.Up(Ct);
        await Ready();
        await StartCoordinator();
        await Send(1);
        Assert.Equal(StepOutcome.Done, (await NextAnswer()).Outcome);
    }

    [Fact]
    public async Task An_agent_starts_without_its_broker_and_works_when_it_comes()
    {
        await _rabbit.Kill(Ct);
        await StartAgent();
        using var http = new HttpClient { BaseAddress = new Uri(Agent.Urls.First()) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/healthz", UriKind.Relative), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct)).StatusCode);
        _release.SetResult();
        await _rabbit.Up(Ct);
        await Ready();
        await StartCoordinator();
        await Send(1);
        Assert.Equal(StepOutcome.Done, (await NextAnswer()).Outcome);
    }

    [Fact]
    public async Task An_agent_without_its_broker_ends_in_time()
    {
        await StepUnderWay();
        await _rabbit.Kill(Ct);
        _release.SetResult();
        await Agent.StopAsync(Ct).WaitAsync(TimeSpan.FromSeconds(25), Ct);
        await AgentHost.End(Agent).WaitAsync(TimeSpan.FromSeconds(6), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        foreach (var agent in _agents)
            await AgentHost.End(agent);
        if (_coordinator is not null)
            await _coordinator.StopAsync(TimeSpan.FromSeconds(10));
        await _rabbit.DisposeAsync();
        File.Delete(_passwordFile);
        _over.Dispose();
    }

    /// <summary>An agent with a step that waits for <see cref="_release"/>, asked by a Coordinator.</summary>
    private async Task StepUnderWay()
    {
        await StartAgent();
        await Ready();
        await StartCoordinator();
        await Send(1);
        await _started.Task.WaitAsync(Patience, Ct);
    }

    private async Task StartAgent()
    {
        var agent = AgentHost.Build(
            ["--Site:Name=prod", "--Bus:Host=127.0.0.1", $"--Bus:Port={_rabbit.Port}", "--Bus:User=guest", $"--Bus:PasswordFile={_passwordFile}", "--urls=http://127.0.0.1:0"],
            "dns-agent",
            (services, _) => services.AddSingleton(_script).AddStep<Probe, ProbeStep>());
        _agents.Add(agent);
        await agent.StartAsync(Ct);
    }

    /// <summary>Starts the agent again when it ends by itself, as Kubernetes does.</summary>
    private async Task KeepAgentRunning()
    {
        while (!_over.IsCancellationRequested)
        {
            var ended = new TaskCompletionSource();
            await using var byItself = Agent.Lifetime.ApplicationStopping.Register(ended.SetResult);
            await Task.WhenAny(ended.Task, Task.Delay(Timeout.Infinite, _over.Token));
            if (!_over.IsCancellationRequested)
                await StartAgent();
        }
    }

    /// <summary>Asks every 15 s with a higher attempt, as the Coordinator's sweep does.</summary>
    private async Task<StepAnswer> AskUntilAnswered()
    {
        var answer = NextAnswer();
        for (var attempt = 2; await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(15), Ct)) != answer; attempt++)
            await Send(attempt);
        return await answer;
    }

    /// <summary>Waits until the agent has its queue: what is sent to its exchange before that is nobody's.</summary>
    private async Task Ready()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Agent.Urls.First()) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Patience);
        while ((await http.GetAsync(new Uri("/readyz", UriKind.Relative), limit.Token)).StatusCode != HttpStatusCode.OK)
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }

    private async Task StartCoordinator()
    {
        _coordinator = MassTransit.Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host("127.0.0.1", (ushort)_rabbit.Port, "/", _ => { });
            bus.ReceiveEndpoint("coordinator", endpoint => endpoint.Handler<StepAnswer>(message => _answers.Writer.WriteAsync(message.Message).AsTask()));
        });
        await _coordinator.StartAsync(Ct).WaitAsync(Patience, Ct);
    }

    // To the exchange of the same name, as the Coordinator does: the agent binds its queue to it, and a queue's arguments are the agent's own matter.
    private async Task Send(int attempt) => await (await _coordinator!.GetSendEndpoint(new Uri("exchange:dns-agent.prod"))).Send(RunnerRig.Command(attempt), Ct);

    /// <summary>Waits until the running step has been asked with this attempt.</summary>
    private async Task Joined(int attempt)
    {
        var running = Agent.Services.GetRequiredService<AgentRuntime>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Patience);
        while (running.HighestAttempt != attempt)
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
    }

    private async Task<StepAnswer> NextAnswer()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Patience);
        return await _answers.Reader.ReadAsync(limit.Token);
    }
}
