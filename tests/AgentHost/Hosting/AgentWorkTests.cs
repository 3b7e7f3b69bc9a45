using System.Threading.Channels;
using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ClusterSetSuite.AgentHost.Tests.Hosting;

public sealed class AgentWorkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steady_work_tells_over_the_bus_is_started_again_after_an_exception_and_ends_with_the_agent()
    {
        var heard = Channel.CreateUnbounded<SiteObservation>();
        var (work, time) = (new FailsOnce(), new FakeTimeProvider());
        using var host = Host(work, time, heard);
        await host.StartAsync(Ct);

        await work.Failed.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        while (work.Starts < 2)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Ct);
        }

        Assert.Equal("prod", (await heard.Reader.ReadAsync(Ct)).Site);
        await host.StopAsync(Ct);
        Assert.True(work.Ended);
    }

    private static IHost Host(FailsOnce work, TimeProvider time, Channel<SiteObservation> heard)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(time);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Site:Name", "prod")]).Build();
        builder.Services.AddAgent("mysql-agent", settings, (services, _) => services.AddSingleton<IAgentWork>(work));
        builder.Services.AddMassTransit(bus => bus.UsingInMemory((context, transport) =>
        {
            AgentEndpoints.AddAll(transport, context);
            transport.ReceiveEndpoint("coordinator", endpoint => endpoint.Handler<SiteObservation>(message => heard.Writer.WriteAsync(message.Message).AsTask()));
        }));
        return builder.Build();
    }

    private sealed class FailsOnce : IAgentWork
    {
        public TaskCompletionSource Failed { get; } = new();

        public int Starts { get; private set; }

        public bool Ended { get; private set; }

        public async Task Run(ISigns signs, CancellationToken stopping)
        {
            if (++Starts == 1)
            {
                Failed.SetResult();
                throw new InvalidOperationException("a round went wrong");
            }

            await signs.Tell(new SiteObservation { Site = "prod", StartedAt = default, Number = 1, At = default, Clusters = [] }, stopping);
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Ended = true;
        }
    }
}
