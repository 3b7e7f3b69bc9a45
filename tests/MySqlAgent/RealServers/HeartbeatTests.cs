using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.TestServers.MySql;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>The heartbeat row, with clients that write beside it.</summary>
[Collection("real servers")]
public sealed class HeartbeatTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_joins_its_group_again_and_again_while_heartbeats_and_rows_are_written()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var sites = await TwoSites.StartPrimary(29400, Ct);
        await sites.Execute(TwoSites.Primary, 0, "CREATE DATABASE app; CREATE TABLE app.t (writer INT, id BIGINT, PRIMARY KEY (writer, id))", Ct);
        using var end = new CancellationTokenSource();
        var work = Task.WhenAll(
            Repeatedly(sites, (sql, round) => sql.Execute($"INSERT INTO app.t VALUES (1, {round})", Ct), 3, end.Token),
            Repeatedly(sites, (sql, round) => sql.Execute($"INSERT INTO app.t VALUES (2, {round})", Ct), 3, end.Token),
            Repeatedly(sites, (sql, _) => HeartbeatTable.Write(sql, "mycs", Ct), 50, end.Token));

        for (var times = 0; times < 8; times++)
        {
            await sites.Execute(TwoSites.Primary, 1, "STOP GROUP_REPLICATION", Ct);
            var written = await sites.Ask(TwoSites.Primary, 0, "SELECT COUNT(*) FROM app.t", Ct);
            await sites.Prd[0].WaitFor($"SELECT COUNT(*) > {written} + 20 FROM app.t", "1", Ct); // what the joiner lacks
            await sites.Execute(TwoSites.Primary, 1, "START GROUP_REPLICATION", Ct);
            await sites.Prd[1].WaitFor("SELECT MEMBER_STATE FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@server_uuid", "ONLINE", Ct);
        }

        Assert.False(work.IsCompleted);
        await end.CancelAsync();
        await work;
        var source = HeartbeatTable.Source(sites.PrimaryUuid);
        var executed = Contracts.Gtids.GtidSet.Parse((await sites.Ask(TwoSites.Primary, 0, "SELECT @@GLOBAL.gtid_executed", Ct))!);
        var beats = executed.From(HeartbeatTable.IsSource);
        Assert.Equal($"{source}:1-{executed.Last(source)}", $"{beats}"); // without a gap
        Assert.True(beats.Count > 20);
        await sites.Prd[1].WaitFor($"SELECT GTID_SUBSET('{executed}', @@GLOBAL.gtid_executed)", "1", Ct);
        Assert.True(await Age(sites) < 60);
    }

    private static async Task Repeatedly(TwoSites sites, Func<ISql, int, Task> write, int pause, CancellationToken end)
    {
        await using var sql = await sites.Servers.Open(TwoSites.Primary, TwoSites.Primary.Pod(0), Ct);
        for (var round = 0; !end.IsCancellationRequested; round++)
        {
            await write(sql, round);
            await Task.Delay(pause, Ct);
        }
    }

    private static async Task<double?> Age(TwoSites sites)
    {
        await using var sql = await sites.Servers.Open(TwoSites.Primary, TwoSites.Primary.Pod(1), Ct);
        return await HeartbeatTable.Age(sql, "mycs", Ct);
    }
}
