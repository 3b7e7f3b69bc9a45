using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Tests.Harness;

namespace ClusterSetSuite.Coordinator.Tests.Operations;

public class ResumeTests
{
    [Fact]
    public async Task A_resume_that_comes_twice_resumes_once()
    {
        var id = Guid.NewGuid();
        await using var world = await MachineWorld.Start(new FakePlan(), "rabbitmq");
        await world.Ask(requests => requests.Provision(id, CoordinatorHost.Spec, default));
        await world.Handle(new CancelOperation(id));
        await world.Ask(requests => requests.Resume(id, default));
        await world.Handle(new ResumeOperation(id));
        await world.Handle(new CancelOperation(id));
        await world.DeliverDue();
        foreach (var command in world.OnTheWay.Select(on => on.Message).OfType<StepCommand>().ToArray())
            await world.Handle(FakeAgent.Done(command));
        Assert.Equal(OperationStates.Cancelled, (await world.Look(id)).CurrentState);

        await world.Handle(new ResumeOperation(id));
        Assert.Equal(OperationStates.Cancelled, (await world.Look(id)).CurrentState);
    }
}
