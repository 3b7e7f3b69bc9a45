using System.Collections.Concurrent;
using System.Net;
using ARSoft.Tools.Net.Dns;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>The open ports; a port stays open over reloads, so nothing is lost while the configuration changes.</summary>
public sealed class Listeners(Metrics metrics, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<(string Address, int Port), ListeningPort> _open = new();
    private volatile IReadOnlyList<Server> _servers = [];

    /// <summary>Serves these from now on.</summary>
    /// <exception cref="Corefiles.CorefileException">A port can not be opened.</exception>
    public void Use(IReadOnlyList<Server> servers)
    {
        var wanted = servers.Select(server => (server.Address, server.Port)).ToHashSet();
        var opened = wanted.Where(at => !_open.ContainsKey(at)).ToList();
        foreach (var at in opened)
            _open[at] = Open(at);
        _servers = servers;
        foreach (var at in _open.Keys.Except(wanted).ToList())
        {
            if (_open.TryRemove(at, out var gone))
                gone.Dispose();
        }
    }

    /// <summary>Closes all.</summary>
    public void Close() => Use([]);

    private ListeningPort Open((string Address, int Port) at)
    {
        var port = new ListeningPort(new IPEndPoint(IPAddress.Parse(at.Address), at.Port), query => Receive(at, query));
        port.Start();
        return port;
    }

    private async Task Receive((string Address, int Port) at, QueryReceivedEventArgs e)
    {
        if (e.Query is not DnsMessage { Questions.Count: 1 } query)
            return;
        var name = query.Question().Name;
        var server = _servers.Where(s => s.Address == at.Address && s.Port == at.Port && s.Zone.Holds(name)).MaxBy(s => s.Zone.LabelCount);
        // No zone for the name is REFUSED; the longest zone wins.
        var reply = server is null ? Replies.Empty(query, ReturnCode.Refused) : await server.Answer(query, stopping);
        metrics.Answered(server?.Zone.ToString() ?? "dropped", reply.ReturnCode.ToString().ToUpperInvariant());
        e.Response = reply;
    }
}
