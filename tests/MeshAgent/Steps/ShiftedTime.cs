namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>The real clock, some time ahead.</summary>
public sealed class ShiftedTime : TimeProvider
{
    /// <summary>How far ahead.</summary>
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
