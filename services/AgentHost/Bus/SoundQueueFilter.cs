using MassTransit;
using MassTransit.RabbitMqTransport;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>Runs at every connection before the bus declares an agent's queue and consumes from it, and tells when that connection is lost.</summary>
internal sealed class SoundQueueFilter(LeaderlessQueues queues, BrokerLink link, string queue) : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await queues.Delete(queue, context.CancellationToken);
        context.Channel.ChannelShutdownAsync += (_, _) =>
        {
            link.Down();
            return Task.CompletedTask;
        };
        if (context.Channel.IsOpen)
            link.Up();
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateScope("soundQueue").Add("queue", queue);
}
