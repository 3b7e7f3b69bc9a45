namespace ClusterSetSuite.Simulation.Checks;

/// <summary>An invariant that was broken.</summary>
/// <param name="Invariant">Its number in the rule.</param>
/// <param name="At">When, in seconds of the world.</param>
/// <param name="Words">What was seen.</param>
internal sealed record Broken(int Invariant, double At, string Words)
{
    public override string ToString() => $"invariant {Invariant} broken at {At:0.000} s: {Words}";
}
