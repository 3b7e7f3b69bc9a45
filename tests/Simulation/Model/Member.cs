using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.Simulation.Model;

/// <summary>A server and the second enforcer in its pod.</summary>
internal sealed class Member(string name, double enforcerRate, long enforcerOffset)
{
    public string Name { get; } = name;

    public bool IsAlive { get; set; } = true;

    /// <summary>Stopped like by SIGSTOP: answers nothing, and goes on where it was when it is let.</summary>
    public bool IsFrozen { get; set; }

    public bool IsReadOnly { get; set; } = true;

    public bool IsOffline { get; set; } = true;

    public RightStamp? Stamp { get; set; }

    /// <summary>Counts its starts.</summary>
    public int Life { get; set; }

    public bool AcceptsWrites => IsAlive && !IsFrozen && !IsReadOnly && !IsOffline;

    public bool Answers => IsAlive && !IsFrozen;

    /// <summary>Its state for a broken invariant.</summary>
    public string Words => !IsAlive ? "stopped" : IsFrozen ? "hangs" : $"{(IsReadOnly ? "read-only" : "writable")}{(IsOffline ? " offline" : "")}, stamp {Stamp?.Kind.ToString() ?? "none"}";

    public TimeSpan EnforcerClock(long now) => TimeSpan.FromTicks((long)(now * 10 * enforcerRate) + enforcerOffset);
}
