using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DnsClient;

namespace ClusterSetSuite.CoreDns.Tests;

/// <summary>Servers on loopback, ports 25000-25049.</summary>
public sealed class ServingTests
{
    private const string Hosts = "bind 127.0.0.1\n hosts {\n 10.1.2.3 a.example.org\n}\n reload 2s\n";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 25000)]
    [InlineData(true, 25005)]
    public async Task A_zone_is_forwarded_to_another_server(bool tcp, int port)
    {
        await using var peer = await RunningServer.Start($".:{port} {{\n {Hosts} }}\n");
        await using var server = await RunningServer.Start($"example.org:{port + 1} {{\n bind 127.0.0.1\n forward . 127.0.0.1:{port}\n cache 10\n}}\n");

        var answer = await RunningServer.Ask(port + 1, tcp).QueryAsync("a.example.org", QueryType.A, cancellationToken: Ct);

        Assert.Equal("10.1.2.3", Assert.Single(answer.Answers.ARecords()).Address.ToString());
        Assert.Equal(DnsHeaderResponseCode.NotExistentDomain, (await RunningServer.Ask(port + 1, tcp).QueryAsync("b.example.org", QueryType.A, cancellationToken: Ct)).Header.ResponseCode);
        Assert.Equal(DnsHeaderResponseCode.Refused, (await RunningServer.Ask(port + 1, tcp).QueryAsync("a.other.org", QueryType.A, cancellationToken: Ct)).Header.ResponseCode);
    }

    [Fact]
    public async Task The_longest_zone_wins()
    {
        await using var server = await RunningServer.Start($".:25010 {{\n {Hosts} }}\nexample.org:25010 {{\n bind 127.0.0.1\n hosts {{\n 10.9.9.9 a.example.org\n }}\n}}\n");

        var answer = await RunningServer.Ask(25010).QueryAsync("a.example.org", QueryType.A, cancellationToken: Ct);

        Assert.Equal("10.9.9.9", Assert.Single(answer.Answers.ARecords()).Address.ToString());
    }

    [Fact]
    public async Task A_server_that_is_stopped_as_soon_as_it_has_started_ends_well_and_frees_its_port()
    {
        foreach (var _ in Enumerable.Range(0, 50))
        {
            await (await RunningServer.Start($".:25012 {{\n {Hosts} }}\n")).DisposeAsync();
            await Freed(25012);
        }
    }

    [Theory]
    [InlineData("127.0.0.1:25022", 25020)]
    [InlineData("127.0.0.1:25022 127.0.0.1:25023", 25021)]
    public async Task Dead_upstreams_end_in_SERVFAIL_within_seven_seconds(string upstreams, int port)
    {
        await using var server = await RunningServer.Start($".:{port} {{\n bind 127.0.0.1\n forward . {upstreams}\n}}\n");
        var started = Stopwatch.GetTimestamp();

        var answer = await RunningServer.Ask(port).QueryAsync("a.example.org", QueryType.A, cancellationToken: Ct);

        Assert.Equal(DnsHeaderResponseCode.ServerFailure, answer.Header.ResponseCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 7);
    }

    [Fact]
    public async Task A_living_upstream_answers_though_the_first_is_dead()
    {
        await using var peer = await RunningServer.Start($".:25026 {{\n {Hosts} }}\n");
        await using var server = await RunningServer.Start(".:25025 {\n bind 127.0.0.1\n forward . 127.0.0.1:25027 127.0.0.1:25026 {\n policy sequential\n }\n}\n");

        var answer = await RunningServer.Ask(25025).QueryAsync("a.example.org", QueryType.A, cancellationToken: Ct);

        Assert.Single(answer.Answers.ARecords());
    }

    [Theory]
    [InlineData(".:25030 {\n errors\n", "[WARNING] plugin/reload: Corefile parse failed:", 25030)]
    [InlineData(".:25031 {\n frob\n}\n", "[ERROR] plugin/reload: Corefile changed but reload failed:", 25031)]
    public async Task A_broken_change_leaves_the_old_configuration_serving(string broken, string logged, int port)
    {
        await using var server = await RunningServer.Start($".:{port} {{\n {Hosts} }}\n");

        server.Write(broken);
        await server.Logged(logged);
        Assert.Single((await RunningServer.Ask(port).QueryAsync("a.example.org", QueryType.A, cancellationToken: Ct)).Answers.ARecords());

        server.Write($".:{port} {{\n {Hosts.Replace("10.1.2.3", "10.1.2.4", StringComparison.Ordinal)} }}\n");
        await server.Logged("[INFO] Reloading complete");
        var answer = await RunningServer.Ask(port).QueryAsync("a.example.org", QueryType.A, cancellationToken: Ct);
        Assert.Equal("10.1.2.4", Assert.Single(answer.Answers.ARecords()).Address.ToString());
    }

    [Fact]
    public async Task A_broken_file_at_the_start_ends_the_server() =>
        await Assert.ThrowsAsync<ClusterSetSuite.Lab.CoreDns.Corefiles.CorefileException>(() => RunningServer.Start(".:25040 {\n frob\n}\n"));

    /// <summary>Waits until the kernel has let go of it, which follows the end of the last call on its sockets.</summary>
    private static async Task Freed(int port)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (!IsFree(port))
            await Task.Delay(5, limit.Token);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
            using var tcp = new TcpListener(IPAddress.Loopback, port);
            tcp.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
