using ClusterSetSuite.AgentHost.Steps;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Something found, or why a Check must answer unsafe.</summary>
/// <param name="Value">What was found.</param>
/// <param name="Problem">The answer, where nothing was found.</param>
public sealed record Finding<T>(T? Value, StepState? Problem)
    where T : class;

/// <summary>Makes findings.</summary>
public static class Finding
{
    /// <summary>Looks; a refusal becomes the answer.</summary>
    public static async Task<Finding<T>> Of<T>(Func<Task<T>> look)
        where T : class
    {
        try
        {
            return new Finding<T>(await look(), null);
        }
        catch (StepRefusedException refused)
        {
            return new Finding<T>(null, StepState.IsUnsafe(refused.Message, refused.Advice));
        }
    }
}
