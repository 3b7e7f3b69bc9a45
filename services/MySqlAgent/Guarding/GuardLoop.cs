using System.Threading.Channels;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Drives one guard's core: one event at a time, effects at once and without waiting, time by the boot clock.</summary>
internal sealed class GuardLoop(GuardState start, Action<GuardEffect> carryOut, TimeProvider time)
{
    private readonly Channel<Item> _inbox = Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private volatile GuardState _state = start;

    /// <summary>The state after the last event.</summary>
    public GuardState State => _state;

    /// <summary>Tells an event.</summary>
    public void Tell(GuardEvent @event) => _inbox.Writer.TryWrite(new([@event], null));

    /// <summary>Tells events and returns the answers among the effects: promises given or refused, reports. Cancelled where the loop has ended.</summary>
    public Task<IReadOnlyList<GuardEffect>> Ask(IReadOnlyList<GuardEvent> events)
    {
        var answers = new TaskCompletionSource<IReadOnlyList<GuardEffect>>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inbox.Writer.TryWrite(new(events, answers)))
            answers.SetCanceled();
        return answers.Task;
    }

    /// <summary>Runs until it is stopped.</summary>
    public async Task Run(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (_inbox.Reader.TryRead(out var item))
                {
                    Take(item);
                    continue;
                }

                Take(new([new GuardWoke()], null));
                await Wait(stopping);
            }
        }
        finally
        {
            _inbox.Writer.TryComplete();
            while (_inbox.Reader.TryRead(out var left))
                left.Answers?.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Whether an effect answers whoever asked, rather than being carried out.</summary>
    internal static bool IsAnswer(GuardEffect effect) => effect is GivePromise or RefusePromise or SendReport;

    private void Take(Item item)
    {
        var answers = new List<GuardEffect>();
        foreach (var @event in item.Events)
        {
            var turn = GuardCore.Step(_state, @event, BootClock.Now);
            _state = turn.State;
            foreach (var effect in turn.Effects)
            {
                if (IsAnswer(effect))
                    answers.Add(effect);
                else
                    carryOut(effect);
            }
        }

        item.Answers?.TrySetResult(answers);
    }

    private async Task Wait(CancellationToken stopping)
    {
        var rest = _state.Timers.Heartbeat / 2;
        if (GuardCore.NextWake(_state) is { } wake && wake - BootClock.Now is var until && until < rest)
            rest = until > TimeSpan.FromMilliseconds(1) ? until : TimeSpan.FromMilliseconds(1);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var more = _inbox.Reader.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(more, Task.Delay(rest, time, either.Token));
        await either.CancelAsync();
        await ((Task)more).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed record Item(IReadOnlyList<GuardEvent> Events, TaskCompletionSource<IReadOnlyList<GuardEffect>>? Answers);
}
