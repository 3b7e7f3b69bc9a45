using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;

namespace ClusterSetSuite.Coordinator.Tests.Harness;

/// <summary>What must hold after every commit, whatever happened before it.</summary>
public sealed class OperationRules(MachineWorld world, FakePlan plan)
{
    private readonly HashSet<(string Step, int Attempt)> _asked = [];
    private long _seen;

    /// <summary>Handles one message and judges what it changed.</summary>
    public async Task<bool> One(Guid id, Func<Task<bool>> handle)
    {
        var before = await world.Look(id);
        var committed = await handle();
        await Judge(before, await world.Look(id));
        return committed;
    }

    /// <summary>Handles two messages and judges what they changed.</summary>
    public async Task Both(Guid id, Func<Task> handle)
    {
        var before = await world.Look(id);
        await handle();
        await Judge(before, await world.Look(id));
    }

    /// <summary>Judges the operation as it is.</summary>
    public async Task Check(Guid id)
    {
        var operation = await world.Look(id);
        await Judge(operation, operation);
    }

    private async Task Judge(OperationState before, OperationState after)
    {
        if (before.CurrentState == OperationStates.Completed)
            Assert.Equal(OperationStates.Completed, after.CurrentState);
        if (OperationStates.IsEnded(before.CurrentState) && before.ActiveSet is null)
            Assert.True(after.CurrentState == before.CurrentState, $"nobody asked, and the operation went from {before.CurrentState} to {after.CurrentState}");
        if (OperationStates.IsEnded(after.CurrentState))
            Ended(after);
        else
            Assert.True(after.EndedAt is null && after.ActiveSet == after.ClusterSet, "an operation that runs must hold its ClusterSet");
        if (after.CurrentState == OperationStates.Running)
            Assert.True(after.Steps.Exists(step => step.State is StepStates.Sent or StepStates.Waiting), "the operation runs and waits for nothing");
        foreach (var row in (await world.Outbox()).Where(row => row.Id > _seen))
            Sent(row, after);
    }

    private void Ended(OperationState operation)
    {
        Assert.True(operation.EndedAt is null == operation.ActiveSet is not null, "an end stands until a resume is asked for, and no longer");
        Assert.All(operation.Steps, step => Assert.True(step.State is StepStates.Done or StepStates.Failed, $"the operation has ended, and {step.Id} is {step.State}"));
        if (operation.CurrentState == OperationStates.Completed)
            Assert.All(plan.Plan.Steps, step => Assert.Equal(StepStates.Done, operation.Find(step.Id)?.State));
    }

    private void Sent(OutboxRow row, OperationState operation)
    {
        _seen = row.Id;
        if (row.Type != nameof(StepCommand))
            return;
        var command = (StepCommand)OutboxMessages.Read(row);
        Assert.True(_asked.Add((command.StepId, command.Attempt)), $"{command.StepId} was asked twice with attempt {command.Attempt}");
        var stage = plan.Plan.Stages.Single(stage => stage.Steps.Any(step => step.Id == command.StepId));
        Assert.All(
            plan.Plan.Stages.Where(earlier => stage.After.Contains(earlier.Name)).SelectMany(earlier => earlier.Steps),
            step => Assert.True(operation.Find(step.Id)?.State == StepStates.Done, $"{command.StepId} was asked for before {step.Id} was done"));
    }
}
