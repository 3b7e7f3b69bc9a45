using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Failover;

namespace ClusterSetSuite.Simulation.Engine;

/// <summary>What a world is made of.</summary>
internal sealed record WorldOptions(long Seed)
{
    public int Sites { get; init; } = 2;

    public FailoverMode Mode { get; init; } = FailoverMode.Automatic;

    /// <summary>The rates of clocks are wrong by up to one per cent.</summary>
    public FailoverTimers Timers { get; init; } = FailoverTimers.Fast with { ClockDrift = 0.01 };

    /// <summary>Whether the pods have second enforcers.</summary>
    public bool IsEnforcerArmed { get; init; } = true;

    /// <summary>The share of force commands that do not answer.</summary>
    public double ForceHangs { get; init; } = 0.1;

    public Planted Planted { get; init; }

    /// <summary>What a holder goes by; with a planted fault it is not what the granter goes by.</summary>
    public FailoverTimers GuardTimers => (Planted & Planted.Expiry) != 0 ? Timers with { HolderStop = Timers.HolderStop + TimeSpan.FromSeconds(30) } : Timers;
}
