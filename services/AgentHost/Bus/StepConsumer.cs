using ClusterSetSuite.AgentHost.Running;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>Runs a step and holds its delivery until the answer is out, or up to the hold limit, or until the broker is lost: the step then goes on without a delivery, and a crash is covered by the Coordinator's sweep.</summary>
internal sealed class StepConsumer(RunningSteps running, BrokerLink link, TimeSpan holdLimit, TimeProvider time) : IConsumer<StepCommand>
{
    public async Task Consume(ConsumeContext<StepCommand> context)
    {
        var ended = running.Ask(context.Message);
        using var held = CancellationTokenSource.CreateLinkedTokenSource(link.Lost);
        await Task.WhenAny(ended, Task.Delay(holdLimit, time, held.Token));
        await held.CancelAsync();
    }
}
