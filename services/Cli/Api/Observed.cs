using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Cli.Api;

/// <summary>A ClusterSet as its sites told it lately: they tell once a second, and what they told before is not how it is now.</summary>
internal static class Observed
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits until every site has told since an instant.</summary>
    /// <param name="client">Asks the Coordinator.</param>
    /// <param name="set">The ClusterSet.</param>
    /// <param name="instant">What was told before it does not count.</param>
    /// <param name="patience">How long at most: a lost site never tells.</param>
    /// <param name="ct">The user's interruption.</param>
    /// <returns>The set as it is known then; null where there is none.</returns>
    public static async Task<ClusterSetView?> Since(CoordinatorClient client, string set, DateTimeOffset instant, TimeSpan patience, CancellationToken ct)
    {
        for (var started = DateTimeOffset.UtcNow; ; await Task.Delay(Interval, ct))
        {
            var view = await client.ClusterSet(set, ct);
            if (view is null || view.Health.Sites.All(site => site.SeenAt > instant) || DateTimeOffset.UtcNow - started > patience)
                return view;
        }
    }
}
