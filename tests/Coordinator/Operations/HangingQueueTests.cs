using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Tests.Harness;

namespace ClusterSetSuite.Coordinator.Tests.Operations;

public class HangingQueueTests
{
    [Fact]
    public async Task A_queue_that_takes_nothing_holds_no_other_queue_up_and_gets_its_command_when_it_is_back()
    {
        var id = Guid.NewGuid();
        await using var world = await MachineWorld.Start(new FakePlan(), "rabbitmq");
        world.Hanging.Add("mesh-agent.a");
        await world.Ask(requests => requests.Provision(id, CoordinatorHost.Spec, default));
        await world.Handle(new RunOperation(id));
        await world.DeliverDue();
        Assert.Equal(["look/b"], Commands(world));
        Assert.Equal(["look/a"], (await world.Outbox()).Select(row => row.StepId).OfType<string>());

        world.Hanging.Clear();
        await world.DeliverDue();
        Assert.Equal(["look/b"], Commands(world)); // it is given a while
        world.Clock.Advance(TimeSpan.FromSeconds(6));
        await world.DeliverDue();
        Assert.Equal(["look/b", "look/a"], Commands(world));
        Assert.Empty(await world.Outbox());
    }

    private static IEnumerable<string> Commands(MachineWorld world) => world.OnTheWay.Select(on => on.Message).OfType<StepCommand>().Select(command => command.StepId);
}
