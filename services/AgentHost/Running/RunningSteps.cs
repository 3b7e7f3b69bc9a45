using System.Collections.Concurrent;
using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Running;

/// <summary>The steps that run now. A command that is delivered again joins its running step; one answer is published for all of them.</summary>
internal sealed class RunningSteps(StepRunner runner, IAnswers answers, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<(Guid Operation, string Step, bool CheckOnly), RunningStep> _running = new();

    /// <summary>The highest attempt asked of any step that runs now; 0 when none runs.</summary>
    public int HighestAttempt => _running.Values.Select(step => step.Attempt).DefaultIfEmpty().Max();

    /// <summary>Starts the step, or joins it where it runs; the task ends when the answer is published.</summary>
    public Task Ask(StepCommand command)
    {
        var key = (command.OperationId, command.StepId, command.CheckOnly);
        while (true)
        {
            var mine = new RunningStep(command.Attempt);
            var step = _running.GetOrAdd(key, mine);
            if (ReferenceEquals(step, mine))
                _ = Task.Run(() => Run(key, command, mine), CancellationToken.None);
            else if (!step.TryJoin(command.Attempt))
            {
                _running.TryRemove(new(key, step));
                continue;
            }

            return step.Ended;
        }
    }

    /// <summary>Waits until nothing runs any more.</summary>
    public Task Drained(CancellationToken ct) => Task.WhenAll(_running.Values.Select(step => step.Ended)).WaitAsync(ct);

    private async Task Run((Guid Operation, string Step, bool CheckOnly) key, StepCommand command, RunningStep step)
    {
        try
        {
            var answer = await runner.Run(command, (note, ct) => answers.Tell(Progress(command, step, note), ct), stopping);
            await answers.Publish(answer with { Attempt = step.Close() }, stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopped before the broker took the answer: the Coordinator asks again, and the step finds its own work.
        }
        finally
        {
            step.Close();
            _running.TryRemove(new(key, step));
            step.End();
        }
    }

    private static StepProgress Progress(StepCommand command, RunningStep step, StepNote note) => new()
    {
        OperationId = command.OperationId,
        StepId = command.StepId,
        Attempt = step.Attempt,
        Site = command.Site,
        Text = note.Text,
        Percent = note.Percent,
    };
}
