namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>Where a running step tells what it is doing; scoped, so a step asks for it in its constructor.</summary>
public interface IStepProgress
{
    /// <summary>Tells the Coordinator (and the people who watch) what the step does or waits for; cheap, never throws.</summary>
    /// <param name="text">For people; never secret.</param>
    /// <param name="percent">0 to 100 where it is known.</param>
    void Report(string text, int? percent = null);
}
