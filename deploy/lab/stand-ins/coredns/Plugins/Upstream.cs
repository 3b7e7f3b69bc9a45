using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace ClusterSetSuite.Lab.CoreDns.Plugins;

/// <summary>One upstream server and what is known of its health.</summary>
public sealed class Upstream(IPEndPoint end, bool forceTcp, TimeSpan healthCheck, int maxFails) : IDisposable
{
    /// <summary>The real one's read time-out of one try.</summary>
    private const int TryMilliseconds = 2000;

    private readonly DnsClient _client = new(
        [end.Address],
        forceTcp ? [new TcpClientTransport(end.Port)] : [new UdpClientTransport(end.Port), new TcpClientTransport(end.Port)],
        true,
        TryMilliseconds);

    private int _fails;
    private int _probing;

    /// <summary>Whether so many health checks failed that it is left out.</summary>
    public bool Down => maxFails > 0 && Volatile.Read(ref _fails) >= maxFails;

    /// <summary>Asks; null when nothing came back in time.</summary>
    public async Task<DnsMessage?> Ask(DnsMessage query, CancellationToken ct)
    {
        try
        {
            var asked = new DnsMessage { IsRecursionDesired = query.IsRecursionDesired, IsEDnsEnabled = query.IsEDnsEnabled };
            asked.Questions.AddRange(query.Questions);
            return await _client.SendMessageAsync(asked, ct);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Asks for the root's name servers until it answers, as plugin <c>forward</c> does after a failure.</summary>
    public void Probe(CancellationToken ct)
    {
        if (maxFails > 0 && Interlocked.Exchange(ref _probing, 1) == 0)
            _ = ProbeUntilHealthy(ct);
    }

    /// <inheritdoc/>
    public void Dispose() => (_client as IDisposable)?.Dispose();

    private async Task ProbeUntilHealthy(CancellationToken ct)
    {
        var probe = new DnsMessage { IsRecursionDesired = true };
        probe.Questions.Add(new DnsQuestion(DomainName.Root, RecordType.Ns, RecordClass.INet));
        try
        {
            while (await Ask(probe, ct) is null)
            {
                Interlocked.Increment(ref _fails);
                await Task.Delay(healthCheck, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The configuration is no longer in use.
        }

        Volatile.Write(ref _fails, 0);
        Volatile.Write(ref _probing, 0);
    }
}
