using System.Collections.Concurrent;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using MassTransit;

namespace ClusterSetSuite.Coordinator.Tests.Harness;

/// <summary>Plays the agents of all sites: notes every command, and answers as its script says.</summary>
public sealed class FakeAgent : IConsumer<StepCommand>
{
    private readonly ConcurrentQueue<StepCommand> _taken = new();

    /// <summary>The answers to a command: none, one or several.</summary>
    public Func<StepCommand, IEnumerable<StepAnswer>> Script { get; set; } = command => [Done(command)];

    public IReadOnlyList<StepCommand> Taken => [.. _taken];

    public static StepAnswer Done(StepCommand command) => new()
    {
        OperationId = command.OperationId,
        StepId = command.StepId,
        Attempt = command.Attempt,
        Site = command.Site,
        Outcome = StepOutcome.Done,
        Facts = Wire.ToJson(new FakeFacts($"told by {command.StepId}")),
        Took = TimeSpan.FromMilliseconds(1),
    };

    public static StepAnswer Failed(StepCommand command, bool retriable, string reason = "no luck") =>
        Done(command) with { Outcome = StepOutcome.Failed, Facts = null, Reason = reason, Advice = "mend it", Retriable = retriable };

    public async Task Consume(ConsumeContext<StepCommand> context)
    {
        _taken.Enqueue(context.Message);
        foreach (var answer in Script(context.Message))
            await context.Publish(answer, context.CancellationToken);
    }
}
