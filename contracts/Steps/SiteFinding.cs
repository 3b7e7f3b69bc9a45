namespace ClusterSetSuite.Contracts.Steps;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Info,

    /// <summary>Works, but not as well or not for long.</summary>
    Warning,

    /// <summary>Nothing is changed before it is mended.</summary>
    Error,
}

/// <summary>One thing that an inspection found on its site.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="Meaning">What follows from it.</param>
/// <param name="Advice">How to mend it; empty where there is nothing to mend.</param>
public sealed record SiteFinding(Severity Severity, string Reason, string Meaning, string Advice)
{
    /// <summary>Nothing is changed before it is mended.</summary>
    public static SiteFinding Error(string reason, string meaning, string advice) => new(Severity.Error, reason, meaning, advice);

    /// <summary>Works, but not as well or not for long.</summary>
    public static SiteFinding Warning(string reason, string meaning, string advice) => new(Severity.Warning, reason, meaning, advice);

    /// <summary>Worth knowing.</summary>
    public static SiteFinding Info(string reason, string meaning) => new(Severity.Info, reason, meaning, "");
}

/// <summary>What every inspection tells besides its own facts. A finding is a fact, not a refusal: so all of them are told at once, and the plan refuses before its first change.</summary>
public interface IInspection
{
    /// <summary>Everything that was found.</summary>
    IReadOnlyList<SiteFinding> Findings { get; }

    /// <summary>The time by the agent's clock when it answered, UTC; null from agents that do not tell.</summary>
    DateTimeOffset? Clock { get; }
}
