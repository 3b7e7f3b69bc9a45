using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Failover.Letters;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Hands letters of guards to the detectors of this Coordinator.</summary>
internal sealed class DetectorLetterConsumer(Detectors detectors) : IConsumer<DetectorLetter>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<DetectorLetter> context)
    {
        try
        {
            detectors.Take(Wire.FromJson<FromGuard>(context.Message.Body));
        }
        catch (JsonException)
        {
            // A letter of another version: its guard is asked again, and what it can not say stays unknown.
        }

        return Task.CompletedTask;
    }
}
