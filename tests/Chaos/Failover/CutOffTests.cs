using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.TestServers;
using k8s;

namespace ClusterSetSuite.Chaos.Tests.Failover;

/// <summary>One story: parts of what surrounds the primary are lost, the primary itself is not. It goes on as long as it has a right to write, and stops when it has none.</summary>
[Collection(OneLab.Name)]
public class CutOffTests(GuardedSet set) : IClassFixture<GuardedSet>
{
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(55); // than a lease and the failover delay together

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_primary_goes_on_without_the_control_plane_and_stops_without_its_guard()
    {
        await FreshLab.Fault("stop", "coordinator");
        await GoesOn("the Coordinator is lost"); // by the promise of the other site
        await FreshLab.Fault("start", "coordinator");
        await set.Until("the detector is ready again", IsReady, TimeSpan.FromMinutes(3));
        await FreshLab.Fault("stop", "rabbitmq");
        await GoesOn("the broker is lost");
        await FreshLab.Fault("stop", "coordinator");
        await FreshLab.Fault("stop", "postgresql");
        await GoesOn("broker, database and Coordinator are lost"); // by the promise of the other site
        await FreshLab.Fault("start", "postgresql");
        await FreshLab.Fault("start", "rabbitmq");
        await FreshLab.Fault("start", "coordinator");
        await set.Until("the detector is ready again", IsReady, TimeSpan.FromMinutes(3));

        await FreshLab.Fault("stop", "api", "prod");
        await GoesOn("the API server of the primary's site is lost"); // its guard needs it for changes only
        await FreshLab.Fault("start", "api", "prod");
        await set.Until("all is well", view => view.Health is { Status: "HEALTHY", Detector.HeldBy.Count: 0 }, TimeSpan.FromMinutes(2));

        foreach (var way in (string[])["both", "prod-to-dr", "dr-to-prod"])
        {
            await FreshLab.Fault("partition", "prod", "dr", way);
            await GoesOn($"nothing passes between the sites ({way})"); // by the lease
            await FreshLab.Fault("heal");
            await set.Until("the replica receives again", view => view.Health is { Status: "HEALTHY", Detector.HeldBy.Count: 0 }, TimeSpan.FromMinutes(2));
        }

        var agent = await Agent();
        await FreshLab.Fault("freeze", "prod", $"clusterset-system/{agent}/agent");
        await Eventually("no server takes writes any more", () => set.Writability.Sites.Count == 0);
        await FreshLab.Fault("thaw", "prod", $"clusterset-system/{agent}/agent");
        await set.Until("one site takes writes again", view => view.Health.Sites.Count(site => site.Writable.Count > 0) == 1, TimeSpan.FromMinutes(5));
        set.OneWriterOnly();
    }

    private static bool IsReady(ClusterSetView view) => view.Health.Detector is { Enforced: true, HeldBy.Count: 0 };

    /// <summary>Nothing to be awaited: that nothing happens for a while is what is seen.</summary>
    private async Task GoesOn(string what)
    {
        for (var until = DateTimeOffset.UtcNow + Longer; DateTimeOffset.UtcNow < until; await Task.Delay(TimeSpan.FromMilliseconds(500), Ct))
            Assert.True(DateTimeOffset.UtcNow - set.Writers.Newest < TimeSpan.FromSeconds(6), $"no write was acknowledged for 6 s while {what}");
        Assert.Equal(["prod"], set.Writability.Sites);
        set.OneWriterOnly();
    }

    private static async Task Eventually(string what, Func<bool> isSo)
    {
        for (var until = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(40); !isSo(); await Task.Delay(TimeSpan.FromMilliseconds(200), Ct))
            Assert.True(DateTimeOffset.UtcNow < until, $"not so within 40 s: {what}");
    }

    private static async Task<string> Agent()
    {
        using var client = Lab.Client("prod");
        var pods = await client.CoreV1.ListNamespacedPodAsync("clusterset-system", labelSelector: "app.kubernetes.io/name=mysql-agent", cancellationToken: Ct);
        return pods.Items.Single(pod => pod.Status.Phase == "Running").Metadata.Name;
    }
}
