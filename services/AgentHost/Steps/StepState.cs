namespace ClusterSetSuite.AgentHost.Steps;

/// <summary>What Check or Verify saw.</summary>
public abstract record StepState
{
    private StepState()
    {
    }

    /// <summary>The change is still to be made.</summary>
    public static StepState Needs(string why) => new Needed(why);

    /// <summary>The system is as wanted.</summary>
    public static StepState IsDone() => new Done(null);

    /// <summary>The system is as wanted, and this is what the command's facts are.</summary>
    public static StepState IsDone(object facts) => new Done(facts);

    /// <summary>The change must not be made.</summary>
    public static StepState IsUnsafe(string reason, string advice) => new Unsafe(reason, advice);

    /// <summary>The change is still to be made.</summary>
    /// <param name="Why">What is missing or different, for people.</param>
    public sealed record Needed(string Why) : StepState;

    /// <summary>The system is as wanted.</summary>
    /// <param name="Facts">The facts record of the command, or null where it has none.</param>
    public sealed record Done(object? Facts) : StepState;

    /// <summary>The change must not be made.</summary>
    /// <param name="Reason">What was seen.</param>
    /// <param name="Advice">What a person can do.</param>
    public sealed record Unsafe(string Reason, string Advice) : StepState;
}
