using System.Threading.Channels;
using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.AgentHost.Tests.Running;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.AgentHost.Tests.Bus;

public sealed class AgentRuntimeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_process_hosts_the_agents_of_several_sites_on_one_bus_and_each_answers_for_its_own()
    {
        var heard = Channel.CreateUnbounded<StepAnswer>();
        var beats = Channel.CreateUnbounded<AgentHeartbeat>();
        using var host = Host(heard, beats, new ProbeScript(), "prod", "dr");
        await host.StartAsync(Ct);

        var bus = host.Services.GetRequiredService<IBus>();
        foreach (var site in (string[])["prod", "dr"])
            await (await bus.GetSendEndpoint(new Uri($"queue:dns-agent.{site}"))).Send(RunnerRig.Command(step: $"probe/{site}") with { Site = site }, Ct);
        StepAnswer[] answers = [await heard.Reader.ReadAsync(Ct), await heard.Reader.ReadAsync(Ct)];
        Assert.Equal(["dr", "prod"], answers.Select(answer => answer.Site).Order());
        Assert.All(answers, answer => Assert.Equal((StepOutcome.Done, $"probe/{answer.Site}"), (answer.Outcome, answer.StepId)));
        AgentHeartbeat[] alive = [await beats.Reader.ReadAsync(Ct), await beats.Reader.ReadAsync(Ct)];
        Assert.Equal(["dr", "prod"], alive.Select(beat => beat.Site).Order());
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_stopped_process_answers_for_its_running_step_before_the_bus_is_gone()
    {
        var heard = Channel.CreateUnbounded<StepAnswer>();
        var started = new TaskCompletionSource();
        var script = new ProbeScript
        {
            Apply = (_, _, ct) =>
            {
                started.TrySetResult();
                return Task.Delay(Timeout.Infinite, ct);
            },
        };
        using var host = Host(heard, Channel.CreateUnbounded<AgentHeartbeat>(), script, "prod");
        await host.StartAsync(Ct);
        await (await host.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("queue:dns-agent.prod"))).Send(RunnerRig.Command(), Ct);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        await host.StopAsync(Ct);
        var answer = await heard.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct);
        Assert.Equal((StepOutcome.Failed, true), (answer.Outcome, answer.Retriable));
    }

    [Fact]
    public void A_missing_site_name_is_told_when_the_agent_is_built()
    {
        using var host = Host(Channel.CreateUnbounded<StepAnswer>(), Channel.CreateUnbounded<AgentHeartbeat>(), new ProbeScript(), "");
        var wrong = Assert.Throws<OptionsValidationException>(() => host.Services.GetServices<AgentRuntime>().ToArray());
        Assert.Contains("Name", wrong.Message, StringComparison.Ordinal);
    }

    private static IHost Host(Channel<StepAnswer> heard, Channel<AgentHeartbeat> beats, ProbeScript script, params string[] sites)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        foreach (var site in sites)
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Site:Name", site)]).Build();
            builder.Services.AddAgent("dns-agent", settings, (services, _) => services.AddSingleton(script).AddStep<Probe, ProbeStep>());
        }

        builder.Services.AddMassTransit(bus => bus.UsingInMemory((context, transport) =>
        {
            AgentEndpoints.AddAll(transport, context);
            transport.ReceiveEndpoint("coordinator", endpoint =>
            {
                endpoint.Handler<StepAnswer>(message => heard.Writer.WriteAsync(message.Message).AsTask());
                endpoint.Handler<AgentHeartbeat>(message => beats.Writer.WriteAsync(message.Message).AsTask());
            });
        }));
        return builder.Build();
    }
}
