using MySqlConnector;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>
/// Asks whether a MySQL server speaks at a place, without a password: a log-in to its end, under a name that nobody has. A process that is stopped or frozen answers nothing, though the kernel
/// takes the connection. Only a connection that is given up before its end counts towards <c>max_connect_errors</c> (100 when it is not set), after which the server lets nobody in from the
/// Coordinator's address; a refused name does not (manual, "The host_cache Table": SUM_CONNECT_ERRORS).
/// </summary>
internal static class MemberProbe
{
    private const string Nobody = "clusterset_probe";

    /// <summary>Whether a server refuses the name, or says why it lets nobody in.</summary>
    /// <param name="place"><c>host:port</c>.</param>
    /// <param name="limit">The longest wait.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<bool> Answers(string place, TimeSpan limit, CancellationToken ct)
    {
        if (!TcpPlace.TryRead(place, out var host, out var port))
            return false;
        var address = new MySqlConnectionStringBuilder
        {
            Server = host, Port = (uint)port, UserID = Nobody, Pooling = false, SslMode = MySqlSslMode.None, ConnectionTimeout = (uint)Math.Ceiling(limit.TotalSeconds) + 1,
        };
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(limit);
        try
        {
            await using var connection = new MySqlConnection(address.ConnectionString);
            await connection.OpenAsync(bounded.Token);
            return true;
        }
        catch (MySqlException e)
        {
            return e.ErrorCode is not (MySqlErrorCode.None or MySqlErrorCode.UnableToConnectToHost); // what the client itself found, and no server
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
