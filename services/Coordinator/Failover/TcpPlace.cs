using System.Globalization;
using System.Net.Sockets;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>Asks a TCP port whether somebody is there.</summary>
internal static class TcpPlace
{
    /// <summary>Reads <c>host:port</c>.</summary>
    public static bool TryRead(string place, out string host, out int port)
    {
        var colon = place.LastIndexOf(':');
        (host, port) = (colon > 0 ? place[..colon] : "", 0);
        return colon > 0 && int.TryParse(place[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
    }

    /// <summary>Whether the port takes a connection.</summary>
    public static async Task<bool> Takes(string place, TimeSpan limit, CancellationToken ct)
    {
        if (!TryRead(place, out var host, out var port))
            return false;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(limit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, bounded.Token);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
