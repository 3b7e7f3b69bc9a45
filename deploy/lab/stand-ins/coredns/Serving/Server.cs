using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>One zone on one port with its chain of plugins.</summary>
public sealed record Server(DomainName Zone, int Port, string Address, IReadOnlyList<IHandler> Chain)
{
    /// <summary>Runs the chain; a chain without an answer is SERVFAIL.</summary>
    public Task<DnsMessage> Answer(DnsMessage query, CancellationToken ct) => Step(0, query, ct);

    private Task<DnsMessage> Step(int at, DnsMessage query, CancellationToken ct) =>
        at == Chain.Count
            ? Task.FromResult(Replies.Empty(query, ReturnCode.ServerFailure))
            : Chain[at].Answer(query, () => Step(at + 1, query, ct), ct);
}
