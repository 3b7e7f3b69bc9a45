using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Autorest;

namespace ClusterSetSuite.Tests.Shared;

/// <summary>Brings a step to its end over an API server of which every request goes wrong once.</summary>
internal static class FaultyRuns
{
    private const int MostTries = 80;

    /// <summary>What goes wrong, for a theory.</summary>
    public static TheoryData<string> Faults { get; } = ["409", "410", "422", "429", "500", "answer lost", "request lost"];

    /// <summary>
    /// Asks for the step as the runner does, and again after each failure, as a Coordinator does (and a person, after a refusal), until it is done. Every request fails when it comes for the first time.
    /// </summary>
    /// <returns>Which requests met the fault.</returns>
    public static async Task<IReadOnlyList<string>> BroughtToItsEnd<T>(this FaultyApi api, IStep<T> step, T command, string fault, CancellationToken ct)
        where T : IStepCommand
    {
        api.FirstOfEach(ApiFault.Of(fault));
        Exception? last = null;
        var isDone = false;
        for (var tries = 0; !isDone; tries++)
        {
            Assert.True(tries < MostTries, $"{fault}: not done after {tries} tries; the last one: {last}");
            try
            {
                var state = await step.Run(command, ct);
                Assert.False(state is StepState.Unsafe, $"{fault}: {state}");
                isDone = state is StepState.Done;
            }
            catch (Exception e) when (IsExpected(e))
            {
                last = e;
            }
        }

        api.FirstOfEach(null);
        Assert.IsType<StepState.Done>(await step.Check(command, ct));
        return api.Met;
    }

    // What the agents' translators know: anything else would be told as a defect of the suite.
    private static bool IsExpected(Exception e) => e is HttpOperationException or KubernetesException or HttpRequestException or IOException or StepFailedException;
}
