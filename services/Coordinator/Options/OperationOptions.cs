using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.Coordinator.Options;

/// <summary>How patient an operation is.</summary>
public sealed class OperationOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Operations";

    /// <summary>A step without a sign of life for this long is asked for again; agents give one every 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two looks for silent steps.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>So many attempts in a row without a sign of life fail the operation.</summary>
    [Range(1, 100)]
    public int MaxUnanswered { get; set; } = 4;

    /// <summary>So many retriable failures of a step are answered by asking again.</summary>
    [Range(0, 100)]
    public int MaxRetries { get; set; } = 6;

    /// <summary>The pause before the first retry; doubled for each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause before a retry.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before the retry after so many failures (1 or more).</summary>
    public TimeSpan DelayAfter(int failures) =>
        TimeSpan.FromTicks((long)Math.Min(MaxRetryDelay.Ticks, RetryDelay.Ticks * Math.Pow(2, failures - 1)));
}
