using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ClusterSetSuite.Lab.CoreDns.Serving;

namespace ClusterSetSuite.Lab.CoreDns.Plugins;

/// <summary>Plugin <c>loop</c>: sends itself a name nobody else asks for, and ends the process when it comes back more than twice.</summary>
public sealed class Loop(DomainName zone, int port) : IHandler
{
    private readonly DomainName _name = DomainName.Parse($"{Random.Shared.NextInt64()}.{Random.Shared.NextInt64()}") + zone;
    private int _seen;
    private volatile bool _off;

    /// <inheritdoc/>
    public int Order => 80;

    /// <inheritdoc/>
    public void Start(CancellationToken ct) => _ = AskOurselves(ct);

    /// <inheritdoc/>
    public Task<DnsMessage> Answer(DnsMessage query, Func<Task<DnsMessage>> next, CancellationToken ct)
    {
        if (!_off && query.Question().RecordType == RecordType.HInfo && query.Question().Name == _name && Interlocked.Increment(ref _seen) > 2)
        {
            Console.Error.WriteLine($"[FATAL] plugin/loop: Loop (127.0.0.1 -> :{port}) detected for zone \"{zone}\", see https://coredns.io/plugins/loop#troubleshooting. Query: \"HINFO {_name}\"");
            Environment.Exit(1);
        }

        return next();
    }

    private async Task AskOurselves(CancellationToken ct)
    {
        using var transport = new UdpClientTransport(port);
        var client = new DnsClient([IPAddress.Loopback], [transport], false, 2000);
        var query = new DnsMessage { IsRecursionDesired = true };
        query.Questions.Add(new DnsQuestion(_name, RecordType.HInfo, RecordClass.INet));
        try
        {
            await client.SendMessageAsync(query, ct);
            // The real one looks for half a minute, then never again.
            await Task.Delay(TimeSpan.FromSeconds(30), ct);
        }
        catch (Exception ended) when (ended is OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // Nothing came back: no loop.
        }

        _off = true;
    }
}
