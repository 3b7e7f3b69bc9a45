using System.Text.Json;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.EndToEnd.Tests;

[Collection(OnTheLab.Name)]
public class SwitchoverTests(ProvisionedSet set)
{
    [Fact]
    public async Task The_primary_moves_there_and_back_and_applying_the_spec_does_not_move_it()
    {
        Assert.True(set.Made.ExitCode == 0, set.Made.ToString());
        Assert.Equal(("HEALTHY", "prod"), await Health());

        await Moved("dr");
        var applied = await Lab.ClusterSet("apply", "-f", Lab.Spec);
        Assert.True(applied.ExitCode == 0, applied.ToString());
        Assert.Equal(("HEALTHY", "dr"), await Health());

        await Moved("prod");
        Assert.Equal(("HEALTHY", "prod"), await Health());
    }

    [Fact]
    public async Task A_drill_moves_the_primary_there_and_back_and_its_report_is_kept()
    {
        Assert.True(set.Made.ExitCode == 0, set.Made.ToString());
        var drill = await Lab.ClusterSet("drill", "mycs", "--to", "dr");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        Assert.Matches(@"from prod to dr: writes paused for (at most )?\d+\.\d\d s", drill.Stdout);
        Assert.Matches(@"from dr to prod: writes paused for (at most )?\d+\.\d\d s", drill.Stdout);
        Assert.Equal(("HEALTHY", "prod"), await Health());

        var reports = await Lab.ClusterSet("reports", "mycs", "-o", "json");
        using var json = JsonDocument.Parse(reports.Stdout);
        var report = json.RootElement.GetProperty("drills")[0];
        Assert.Equal(("Completed", "dr"), (report.GetProperty("state").GetString(), report.GetProperty("to").GetString()));
        Assert.True(report.GetProperty("pauseThere").GetDouble() > 0 && report.GetProperty("pauseBack").GetDouble() > 0);
    }

    [Fact]
    public async Task A_failover_is_refused_while_the_primary_lives()
    {
        Assert.True(set.Made.ExitCode == 0, set.Made.ToString());
        var refused = await Lab.ClusterSet("failover", "mycs", "--to", "dr", "--confirm", "mycs");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("the primary lives and takes writes", refused.Stdout, StringComparison.Ordinal);
    }

    private static async Task Moved(string site)
    {
        var moved = await Lab.ClusterSet("switchover", "mycs", "--to", site);
        Assert.True(moved.ExitCode == 0, moved.ToString());
        Assert.Matches(@"writes paused for (at most )?\d+\.\d\d s", moved.Stdout);
    }

    private static async Task<(string?, string?)> Health()
    {
        var status = await Lab.ClusterSet("status", "mycs", "-o", "json");
        Assert.True(status.ExitCode == 0, status.ToString());
        using var json = JsonDocument.Parse(status.Stdout);
        var health = json.RootElement.GetProperty("health");
        return (health.GetProperty("status").GetString(), health.GetProperty("primarySite").GetString());
    }
}
