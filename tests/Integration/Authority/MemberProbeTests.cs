using System.Net.NetworkInformation;
using System.Net.Sockets;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.TestServers.MySql;
using MySqlConnector;

namespace ClusterSetSuite.Integration.Tests.Authority;

/// <summary>The probe of a member on a real server, at an address that is not loopback: only there the server counts connections that were given up.</summary>
public sealed class MemberProbeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30); // the server looks the name of the address up first

    private static string HandshakeErrors => $"SELECT (SELECT COALESCE(SUM(COUNT_HANDSHAKE_ERRORS), 0) FROM performance_schema.host_cache WHERE IP = '{OwnAddress}')";

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    private static string OwnAddress => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(known => known.Address)
        .First(address => address.AddressFamily == AddressFamily.InterNetwork && !System.Net.IPAddress.IsLoopback(address)).ToString();

    [Fact]
    public async Task A_probe_tells_a_server_from_none_and_never_makes_it_shut_the_probing_host_out()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var servers = await MySqlServers.Start(1, 28900, 900, Test, $"--bind-address=127.0.0.1,{OwnAddress}");
        var (server, place) = (servers[0], $"{OwnAddress}:{servers[0].Port}");

        for (var count = 0; count < 10; count++)
            Assert.True(await MemberProbe.Answers(place, Limit, Test));
        Assert.Equal("0", await server.Scalar(HandshakeErrors, Test));

        await server.Execute("SET GLOBAL offline_mode = ON", Test);
        Assert.True(await MemberProbe.Answers(place, Limit, Test)); // fenced is not lost
        await server.Freeze(Test);
        Assert.False(await MemberProbe.Answers(place, TimeSpan.FromSeconds(1), Test)); // the kernel takes the connection, nobody answers
        await server.Kill(Test);
        Assert.False(await MemberProbe.Answers(place, Limit, Test));
        Assert.False(await MemberProbe.Answers("nobody", Limit, Test));
    }

    [Fact]
    public async Task A_connection_that_is_given_up_counts_and_a_server_that_is_full_still_lives()
    {
        Assert.SkipWhen(MySqlBinaries.MustSkip, MySqlBinaries.SkipReason ?? "");
        await using var servers = await MySqlServers.Start(1, 28910, 910, Test, $"--bind-address=127.0.0.1,{OwnAddress}");
        for (var count = 0; count < 3; count++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(OwnAddress, servers[0].Port, Test);
            Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1], Test)); // the greeting, and no answer to it
        }

        await servers[0].WaitFor($"{HandshakeErrors} >= 3", "1", Test);
        await servers[0].Execute("SET GLOBAL max_connections = 1", Test);
        await using var only = new MySqlConnection(servers[0].ConnectionString);
        await only.OpenAsync(Test);
        Assert.True(await MemberProbe.Answers($"{OwnAddress}:{servers[0].Port}", Limit, Test));
    }
}
