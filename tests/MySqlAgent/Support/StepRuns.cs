using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.Tests.Support;

/// <summary>Runs steps as the step runner does.</summary>
internal static class StepRuns
{
    /// <summary>A step that is needed, done, and then needed no more.</summary>
    public static async Task BroughtToItsEnd<TCommand>(IStep<TCommand> step, TCommand command)
        where TCommand : IStepCommand
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.IsType<StepState.Needed>(await step.Check(command, ct));
        await step.Apply(command, ct);
        var verified = await step.Verify(command, ct);
        Assert.True(verified is StepState.Done, $"{verified}");
        Assert.IsType<StepState.Done>(await step.Check(command, ct));
    }
}
