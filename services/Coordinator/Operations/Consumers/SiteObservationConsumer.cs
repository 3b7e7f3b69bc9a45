using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Health;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Keeps what a site observes.</summary>
public sealed class SiteObservationConsumer(Observations observations) : IConsumer<SiteObservation>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<SiteObservation> context) => observations.Take(context.Message, context.CancellationToken);
}
