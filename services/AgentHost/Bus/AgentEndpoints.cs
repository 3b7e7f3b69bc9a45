using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>Adds the command queues of agents to a bus: RabbitMQ, or the in-memory one when embedded.</summary>
public static class AgentEndpoints
{
    private const int AtOnce = 32; // more commands of one agent wait in the queue
    private const int DeliveryLimit = 20; // RabbitMQ's own default from 4.0 on; then the command goes to the dead letters

    /// <summary>Adds the queues of all agents that are registered with <see cref="AgentServices.AddAgent"/>.</summary>
    public static void AddAll(IBusFactoryConfigurator bus, IBusRegistrationContext context)
    {
        foreach (var agent in context.GetServices<AgentRuntime>())
        {
            Add(bus, agent, context);
            if (agent.LetterBox is { } box)
                AddLetters(bus, agent, box);
        }
    }

    // Letters are worth nothing after a few seconds, and to nobody but the process that runs now.
    private static void AddLetters(IBusFactoryConfigurator bus, AgentRuntime agent, ILetterBox box) => bus.ReceiveEndpoint($"{QueueNames.For(agent.Identity.Name, agent.Identity.Site)}_letters", endpoint =>
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.Durable = false;
            rabbit.AutoDelete = true;
            rabbit.SetQueueArgument("x-message-ttl", (int)GuardLetter.TimeToLive.TotalMilliseconds);
        }

        endpoint.Handler<GuardLetter>(context => box.Take(context.Message, context.CancellationToken));
    });

    private static void Add(IBusFactoryConfigurator bus, AgentRuntime agent, IServiceProvider services) => bus.ReceiveEndpoint(QueueNames.For(agent.Identity.Name, agent.Identity.Site), endpoint =>
    {
        endpoint.ConfigureConsumeTopology = false; // commands are sent to the queue by name, never published
        endpoint.PrefetchCount = AtOnce;
        endpoint.ConcurrentMessageLimit = AtOnce;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            UseQuorumQueue(rabbit, QueueNames.For(agent.Identity.Name, agent.Identity.Site), services);
        endpoint.Consumer(agent.Consumer);
    });

    private static void UseQuorumQueue(IRabbitMqReceiveEndpointConfigurator endpoint, string queue, IServiceProvider services)
    {
        endpoint.ConfigureChannel(channel => channel.UseFilter(new SoundQueueFilter(services.GetRequiredService<LeaderlessQueues>(), services.GetRequiredService<BrokerLink>(), queue)));
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
        endpoint.BindDeadLetterQueue($"{queue}_dead");
        endpoint.RethrowFaultedMessages(); // a command that could not be taken goes back to the queue, and to the dead letters at the limit
    }
}
