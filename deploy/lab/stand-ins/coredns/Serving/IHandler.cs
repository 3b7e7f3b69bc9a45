using ARSoft.Tools.Net.Dns;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>A plugin in a server's chain.</summary>
public interface IHandler
{
    /// <summary>Its place in the chain: the order of the real one's plugin.cfg, not of the file.</summary>
    int Order { get; }

    /// <summary>Answers a query, or hands it on.</summary>
    /// <param name="query">The query.</param>
    /// <param name="next">The rest of the chain.</param>
    /// <param name="ct">Cancels.</param>
    Task<DnsMessage> Answer(DnsMessage query, Func<Task<DnsMessage>> next, CancellationToken ct);

    /// <summary>Called once the server answers; for the work that a plugin does in the background until the token ends.</summary>
    void Start(CancellationToken ct)
    {
    }
}
