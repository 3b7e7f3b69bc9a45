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

    public static ServerException From(MySqlException e, ConnectionTarget target) => Socket(e) switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => new(2005, "HY000", $"Unknown MySQL server host '{target.Host}' (-2)", e),
        SocketError.ConnectionRefused => new(2003, "HY000", $"Can't connect to MySQL server on '{target.Address}' (111)", e),
        _ when e.ErrorCode == MySqlErrorCode.UnableToConnectToHost => new(2003, "HY000", $"Can't connect to MySQL server on '{target.Address}' (110)", e),
        _ => new(e.Number, e.SqlState ?? "HY000", e.Message, e),
    };

    private static SocketError Socket(Exception? e) => e switch
    {
        null => SocketError.Success,
        SocketException socket => socket.SocketErrorCode,
        AggregateException many => many.InnerExceptions.Select(Socket).FirstOrDefault(code => code != SocketError.Success),
        _ => Socket(e.InnerException),
    };
}
