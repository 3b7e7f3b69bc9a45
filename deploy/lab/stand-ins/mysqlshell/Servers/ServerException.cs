using System.Globalization;
using System.Net.Sockets;
using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using MySqlConnector;

namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>A failure that the server or the way to it reported, with the numbers that the C client library gives.</summary>
internal sealed class ServerException(int number, string state, string text, Exception inner)
    : ShellException(string.Create(CultureInfo.InvariantCulture, $"MySQL Error {number} ({state}): {text}"), 0, inner)
{
    public int Number => number;
    public string Text => text;

    /// <summary>True when no connection came about at all.</summary>
    public bool IsUnreachable => number is 2003 or 2005;

    public static ServerException From(MySqlException e, ConnectionTarget target) => new(e.Number, e.SqlState ?? "HY000", e.Message, e);

    /// <summary>Says why no connection came about: the driver does not, so the way is tried once more.</summary>
    public static async Task<ServerException> FromConnect(MySqlException e, ConnectionTarget target, CancellationToken ct)
    {
        if (e.ErrorCode != MySqlErrorCode.UnableToConnectToHost)
            return From(e, target);
        return await Probe(target, ct) switch
        {
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => new(2005, "HY000", $"Unknown MySQL server host '{target.Host}' (-2)", e),
            SocketError.ConnectionRefused => new(2003, "HY000", $"Can't connect to MySQL server on '{target.Address}' (111)", e),
            _ => new(2003, "HY000", $"Can't connect to MySQL server on '{target.Address}' (110)", e),
        };
    }

    private static async Task<SocketError> Probe(ConnectionTarget target, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(target.Host, target.Port, limit.Token);
            return SocketError.Success;
        }
        catch (SocketException socket)
        {
            return socket.SocketErrorCode;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return SocketError.TimedOut;
        }
    }
}
