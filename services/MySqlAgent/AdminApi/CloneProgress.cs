using System.Globalization;
using ClusterSetSuite.AgentHost.Steps;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>Reports how far a clone is while something else waits for it.</summary>
public sealed class CloneProgress(IStepProgress progress, TimeProvider time)
{
    /// <summary>One row: the stage that runs or ran last, and the percentage of the bytes.</summary>
    public const string Query = """
        SELECT COALESCE(MAX(CASE WHEN STATE = 'In Progress' THEN STAGE END), MAX(CASE WHEN STATE = 'Completed' THEN STAGE END), '') AS stage,
               COALESCE(FLOOR(100 * SUM(DATA) / NULLIF(SUM(ESTIMATE), 0)), 0) AS percent
        FROM performance_schema.clone_progress
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Awaits the work and looks in between; a look that fails says nothing, because a cloned server is away for a while.</summary>
    /// <param name="work">What takes long.</param>
    /// <param name="target">The server's name, for people.</param>
    /// <param name="look">One run of <see cref="Query"/>: stage and percentage, or null where it can not be told.</param>
    /// <param name="ct">Cancels the looking.</param>
    public async Task<T> During<T>(Task<T> work, string target, Func<CancellationToken, Task<(string Stage, string Percent)?>> look, CancellationToken ct)
    {
        while (await Task.WhenAny(work, Task.Delay(Interval, time, ct)) != work && !ct.IsCancellationRequested)
        {
            var seen = await look(ct);
            if (seen is { Stage.Length: > 0 } clone && double.TryParse(clone.Percent, CultureInfo.InvariantCulture, out var percent))
                progress.Report($"cloning {target}: {clone.Stage}", Math.Clamp((int)percent, 0, 100));
            else
                progress.Report($"cloning {target}");
        }

        return await work;
    }
}
