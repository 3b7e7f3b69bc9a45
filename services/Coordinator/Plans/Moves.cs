namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The kinds of operation that move the primary, and the stage in which they do: when its step is done, the primary has moved, whatever happens afterwards.</summary>
internal static class Moves
{
    /// <summary>The stage's name, the same in all of them.</summary>
    public const string Stage = "promote";

    /// <summary>The kinds.</summary>
    public static readonly IReadOnlyList<string> Kinds = [SwitchoverPlan.Kind, FailoverPlan.Kind];
}
