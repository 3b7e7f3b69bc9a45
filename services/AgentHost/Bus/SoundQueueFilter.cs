using MassTransit;
using MassTransit.RabbitMqTransport;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>Runs at every connection before the bus declares an agent's queue and consumes from it.</summary>
internal sealed class SoundQueueFilter(LeaderlessQueues queues, string queue) : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await queues.Delete(queue, context.CancellationToken);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateScope("soundQueue").Add("queue", queue);
}
