using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.Coordinator.Options;

/// <summary>What the Coordinator does by itself for ClusterSets that are there.</summary>
public sealed class CareOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Care";

    /// <summary>Time between two looks whether everything is still as applied.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan DriftInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between two rounds of the caretaker: which looks are due, which sites have returned.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Round { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A drill that can not begin within so long after its time (the set is busy or in maintenance, the Coordinator was down) is left out.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DrillWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>So many looks of a ClusterSet are kept.</summary>
    [Range(1, 1000)]
    public int LooksKept { get; set; } = 20;
}
