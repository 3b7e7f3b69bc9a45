using ClusterSetSuite.Contracts.Messages;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>A queue of its own for each Coordinator: every one of them hears every guard. It ends with its process, and old letters with it.</summary>
internal sealed class DetectorLetterDefinition : ConsumerDefinition<DetectorLetterConsumer>
{
    /// <summary>Names the queue.</summary>
    public DetectorLetterDefinition()
    {
        EndpointName = $"coordinator-letters-{Guid.NewGuid():N}";
    }

    /// <inheritdoc/>
    protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<DetectorLetterConsumer> consumerConfigurator, IRegistrationContext context)
    {
        if (endpointConfigurator is not IRabbitMqReceiveEndpointConfigurator rabbit)
            return;
        rabbit.Durable = false;
        rabbit.AutoDelete = true;
        rabbit.SetQueueArgument("x-message-ttl", (int)GuardLetter.TimeToLive.TotalMilliseconds);
    }
}
