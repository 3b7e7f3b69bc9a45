using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests.Failover;

/// <summary>One story: the replica's site is lost and let go, is cleaned when it returns, is taken back, and the set is dissolved; with clients writing and the automation on.</summary>
[Collection(OneLab.Name)]
public class DepartureTests(GuardedSet set) : IClassFixture<GuardedSet>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_replica_is_let_go_and_cleaned_when_it_returns_is_taken_back_and_a_dissolved_set_leaves_two_whole_clusters()
    {
        await FreshLab.Fault("stop-node", "dr");
        await set.Until("dr is away", view => view.Health.Sites.Single(seen => seen.Site == "dr").Stale, TimeSpan.FromMinutes(2));
        await FreshLab.Good(Lab.ClusterSet("remove", "mycs", "--site", "dr", "--unreachable"));
        await set.Written(DateTimeOffset.UtcNow);
        set.OneWriterOnly();

        await FreshLab.Fault("start-node", "dr");
        await set.Completed("clean", TimeSpan.FromMinutes(6));
        await Writable("prod", "dr");
        var dr = (await LabServers.Of("dr", Ct))["dr-0"];
        Assert.Equal("0", await LabServers.Ask(dr, "SELECT COUNT(*) FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = 'clusterset_replication'", Ct));
        Assert.DoesNotContain("mysql-prod", await FreshLab.Kubectl("dr", "-n", "kube-system", "get", "configmap", "coredns", "-o", "jsonpath={.data.Corefile}"), StringComparison.Ordinal);

        var refused = await GuardedSet.Apply();
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("holds user data that the clone would destroy: chaos", refused.Stderr, StringComparison.Ordinal);
        await Writable("prod", "dr"); // its own clients go on
        await FreshLab.Good(GuardedSet.Apply(discard: true));
        await set.Until("all is well again", view => view.Health is { Status: "HEALTHY", PrimarySite: "prod", Detector.Enforced: true }, TimeSpan.FromMinutes(3));

        var until = DateTimeOffset.UtcNow;
        await set.Written(until);
        await FreshLab.Good(Lab.ClusterSet("dissolve", "mycs"));
        await Writable("prod", "dr");
        foreach (var (site, pod) in (IEnumerable<(string, string)>)[("prod", "prd-0"), ("dr", "dr-0")])
        {
            var server = (await LabServers.Of(site, Ct))[pod];
            Assert.Empty(await set.Writers.Missing(server, until, Ct, site: "prod"));
            Assert.Equal("3", await LabServers.Ask(server, "SELECT COUNT(*) FROM performance_schema.replication_group_members WHERE MEMBER_STATE = 'ONLINE'", Ct));
            Assert.Equal("0", await LabServers.Ask(server, "SELECT COUNT(*) FROM performance_schema.persisted_variables WHERE VARIABLE_NAME = 'replica_net_timeout' OR (VARIABLE_NAME IN ('super_read_only', 'offline_mode') AND VARIABLE_VALUE = 'ON')", Ct));
        }
    }

    /// <summary>Waits until servers of just these sites would take writes.</summary>
    private async Task Writable(params IEnumerable<string> sites)
    {
        var wanted = sites.Order().ToList();
        for (var until = DateTimeOffset.UtcNow + TimeSpan.FromMinutes(2); !set.Writability.Sites.Order().SequenceEqual(wanted); await Task.Delay(TimeSpan.FromMilliseconds(500), Ct))
            Assert.True(DateTimeOffset.UtcNow < until, $"writable are {string.Join(", ", set.Writability.Sites)}, wanted {string.Join(", ", wanted)}");
    }
}
