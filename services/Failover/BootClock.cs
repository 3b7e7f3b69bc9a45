using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ClusterSetSuite.Failover;

/// <summary>The monotonic clock of the decision rule: it goes on while the machine is suspended (CLOCK_BOOTTIME, Linux).</summary>
public static partial class BootClock
{
    private const int BootTime = 7;

    /// <summary>Time since the machine was started.</summary>
    public static TimeSpan Now => OperatingSystem.IsLinux() && GetTime(BootTime, out var time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100))
        : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Spec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Spec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
