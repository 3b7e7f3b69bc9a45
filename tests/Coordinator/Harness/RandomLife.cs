using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Plans;

namespace ClusterSetSuite.Coordinator.Tests.Harness;

/// <summary>One operation among agents, people, a bus, a clock and processes that do whatever the seed says; <see cref="OperationRules"/> judges every commit.</summary>
public sealed class RandomLife(MachineWorld world, FakePlan plan, int seed)
{
    private const int CalmRounds = 200;
    private readonly Random _random = new(seed);
    private readonly OperationRules _rules = new(world, plan);
    private readonly Guid _id = Guid.NewGuid();
    private bool _calm;

    /// <summary>What happened, for people.</summary>
    public List<string> Story { get; } = [];

    /// <summary>Trouble for so many moves, then calm in which everybody does their work and a person resumes what failed; ends when the operation is completed.</summary>
    public async Task Live(int moves)
    {
        plan.GateOfBoth = _ => !_calm && Chance(0.3) ? [new Finding("a", "names overlap", "rename one")] : [];
        await world.Ask(requests => requests.Provision(_id, CoordinatorHost.Spec, default));
        for (var i = 0; i < moves; i++)
        {
            await Move();
            await _rules.Check(_id);
        }

        _calm = true;
        for (var round = 0; (await world.Look(_id)).CurrentState != OperationStates.Completed; round++)
        {
            Assert.True(round < CalmRounds, "the operation is stuck");
            await CalmRound();
        }
    }

    private async Task Move()
    {
        switch (_random.Next(100))
        {
            case < 25: await Tell("outbox", world.DeliverDue()); break;
            case < 60: await TakeOne(); break;
            case < 66: await TakeTwo(); break;
            case < 76: Pass(TimeSpan.FromMilliseconds(_random.Next(1, 4000))); break;
            case < 90: await Tell("sweep", world.Sweep()); break;
            case < 93: await Tell("cancel", world.Ask(requests => requests.Cancel(_id, default))); break;
            case < 98: await Tell("resume", world.Ask(requests => requests.Resume(_id, default))); break;
            default: await Tell("restart", world.Restart()); break;
        }
    }

    private async Task TakeOne()
    {
        if (TakeAny() is not { } message)
            return;
        if (message is StepCommand command)
            Answer(command);
        else if (message is not OperationEnded && !await Handle(message))
            world.OnTheWay.Add((null, message)); // the process died in the middle, so the broker delivers it again
    }

    private async Task TakeTwo()
    {
        object[] two = [.. world.OnTheWay.Select(on => on.Message).Where(message => message is not (StepCommand or OperationEnded)).Take(2)];
        if (two.Length < 2)
            return;
        Story.Add($"at once: {two[0]} and {two[1]}");
        await _rules.Both(_id, () => world.HandleBoth(two[0], two[1]));
        foreach (var message in two)
            world.OnTheWay.Remove(world.OnTheWay.First(on => ReferenceEquals(on.Message, message)));
    }

    /// <summary>Anything that is on its way, in any order; now and then it comes a second time.</summary>
    private object? TakeAny()
    {
        if (world.OnTheWay.Count == 0)
            return null;
        var at = _random.Next(world.OnTheWay.Count);
        var message = world.OnTheWay[at].Message;
        if (!Chance(0.15))
            world.OnTheWay.RemoveAt(at);
        return message;
    }

    private void Answer(StepCommand command)
    {
        StepAnswer[] answers = _random.Next(10) switch
        {
            < 5 => [FakeAgent.Done(command)],
            5 => [FakeAgent.Done(command) with { Outcome = StepOutcome.AlreadyDone }, FakeAgent.Failed(command, retriable: false)],
            6 or 7 => [FakeAgent.Failed(command, retriable: true)],
            8 => [FakeAgent.Failed(command, retriable: false), FakeAgent.Done(command)],
            _ => [], // the agent dies
        };
        Story.Add($"{command.StepId} {command.Attempt} answered {string.Join(", ", answers.Select(answer => answer.Outcome))}");
        foreach (var answer in answers)
            world.OnTheWay.Add((null, answer));
    }

    private Task<bool> Handle(object message)
    {
        var dies = Chance(0.1);
        Story.Add($"{(dies ? "died with" : "took")} {message}");
        return _rules.One(_id, () => world.Handle(message, dies));
    }

    private async Task CalmRound()
    {
        await world.DeliverDue();
        foreach (var (_, message) in world.OnTheWay.ToArray())
        {
            if (message is StepCommand command)
                world.OnTheWay.Add((null, FakeAgent.Done(command)));
            else if (message is not OperationEnded)
                await _rules.One(_id, () => world.Handle(message));
            world.OnTheWay.Remove(world.OnTheWay.First(on => ReferenceEquals(on.Message, message)));
        }

        await _rules.Check(_id);
        Pass(MachineWorld.SilenceLimit / 2);
        await world.Sweep();
        if ((await world.Look(_id)).CurrentState is OperationStates.Failed or OperationStates.Cancelled)
            await Tell("resume", world.Ask(requests => requests.Resume(_id, default)));
    }

    private void Pass(TimeSpan time)
    {
        Story.Add($"{time.TotalSeconds:0.0} s pass");
        world.Clock.Advance(time);
    }

    private async Task Tell(string what, Task done)
    {
        Story.Add(what);
        await done;
    }

    private bool Chance(double likely) => _random.NextDouble() < likely;
}
