using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>One address and port, open for UDP and TCP.</summary>
public sealed class ListeningPort : IDisposable
{
    private readonly IPEndPoint _end;
    private readonly IServerTransport[] _transports;
    private readonly DnsServer _server;

    /// <summary>A port that is not open yet.</summary>
    /// <param name="end">The address and port.</param>
    /// <param name="receive">Answers one query.</param>
    public ListeningPort(IPEndPoint end, Func<QueryReceivedEventArgs, Task> receive)
    {
        _end = end;
        _transports = [new UdpServerTransport(end), new TcpServerTransport(end)];
        _server = new DnsServer(_transports);
        _server.QueryReceived += (_, e) => receive(e);
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="Corefiles.CorefileException">Another process has it.</exception>
    public void Start()
    {
        try
        {
            _server.Start();
        }
        catch (SocketException taken)
        {
            Close();
            throw new Corefiles.CorefileException($"listen tcp {_end}: {taken.Message}");
        }
    }

    /// <summary>Closes it; it can be opened again by another.</summary>
    public void Dispose()
    {
        try
        {
            _server.Stop();
        }
        catch (AggregateException early) when (early.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            Close(); // The library leaves its sockets open when a receiver had not begun yet.
        }
    }

    private void Close()
    {
        foreach (var transport in _transports)
            transport.Close();
    }
}
