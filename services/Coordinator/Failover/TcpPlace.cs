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
    public static Task<bool> Takes(string place, TimeSpan limit, CancellationToken ct) => Ask(place, limit, (_, _) => Task.FromResult(true), ct);

    /// <summary>
    /// Whether a MySQL server speaks there: it greets every connection first (or says why it takes no more), which a process that is stopped or frozen does not, though the kernel takes the connection.
    /// So no password is needed.
    /// </summary>
    public static Task<bool> Greets(string place, TimeSpan limit, CancellationToken ct) => Ask(
        place,
        limit,
        async (stream, token) => await stream.ReadAsync(new byte[1], token) == 1,
        ct);

    private static async Task<bool> Ask(string place, TimeSpan limit, Func<NetworkStream, CancellationToken, Task<bool>> ask, CancellationToken ct)
    {
        if (!TryRead(place, out var host, out var port))
            return false;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(limit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, bounded.Token);
            return await ask(client.GetStream(), bounded.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
