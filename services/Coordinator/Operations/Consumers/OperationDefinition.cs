using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>What decides goes through one queue, one message of an operation at a time; between several Coordinators the row's version decides.</summary>
public sealed class OperationDefinition : SagaDefinition<OperationState>
{
    private const int Partitions = 16; // operations that are worked on side by side in one process

    /// <summary>Names the queue.</summary>
    public OperationDefinition()
    {
        EndpointName = QueueNames.Coordinator;
    }

    /// <inheritdoc/>
    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<OperationState> sagaConfigurator, IRegistrationContext context)
    {
        var partitioner = endpointConfigurator.CreatePartitioner(Partitions);
        sagaConfigurator.Message<RunOperation>(message => message.UsePartitioner(partitioner, m => m.Message.OperationId));
        sagaConfigurator.Message<StepAnswer>(message => message.UsePartitioner(partitioner, m => m.Message.OperationId));
        sagaConfigurator.Message<StepOverdue>(message => message.UsePartitioner(partitioner, m => m.Message.OperationId));
        sagaConfigurator.Message<StepRetryDue>(message => message.UsePartitioner(partitioner, m => m.Message.OperationId));
        sagaConfigurator.Message<ResumeOperation>(message => message.UsePartitioner(partitioner, m => m.Message.OperationId));
        sagaConfigurator.Message<CancelOperation>(message => message.UsePartitioner(partitioner, m => m.Message.OperationId));
    }
}
