using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The kinds of operation that move the primary, and the stages in which they do: when its step is done, the primary has moved, whatever happens afterwards.</summary>
internal static class Moves
{
    /// <summary>The stage's name, the same in all of them.</summary>
    public const string Stage = "promote";

    /// <summary>What the names of a drill's stages end with on its way back.</summary>
    public const string Back = "-back";

    /// <summary>The kinds.</summary>
    public static readonly IReadOnlyList<string> Kinds = [SwitchoverPlan.Kind, FailoverPlan.Kind, DrillPlan.Kind];
}

/// <summary>One move of the primary within a plan.</summary>
/// <param name="From">The site that has it before.</param>
/// <param name="To">The site that has it afterwards; the same where it has moved already.</param>
/// <param name="Token">Marks what the move writes, at most 36 characters.</param>
internal sealed record Leg(SiteSpec From, SiteSpec To, string Token)
{
    /// <summary>What tells its stages from those of another move of the same plan.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>The name of a stage of this move.</summary>
    public string Stage(string name) => name + Suffix;
}
