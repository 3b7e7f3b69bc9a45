using ClusterSetSuite.AgentHost.Running;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>Runs a step and holds its delivery until the answer is out, or up to the hold limit: a long step then goes on without a delivery, and a crash is covered by the Coordinator's sweep.</summary>
internal sealed class StepConsumer(RunningSteps running, TimeSpan holdLimit, TimeProvider time) : IConsumer<StepCommand>
{
    public async Task Consume(ConsumeContext<StepCommand> context)
    {
        var ended = running.Ask(context.Message);
        using var held = new CancellationTokenSource();
        await Task.WhenAny(ended, Task.Delay(holdLimit, time, held.Token));
        await held.CancelAsync();
    }
}
