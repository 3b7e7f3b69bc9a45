using System.Net.Sockets;
using ClusterSetSuite.AgentHost.Steps;
using k8s.Autorest;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>Tells "the server can not be asked" from everything else.</summary>
public static class Unreachable
{
    /// <summary>Whether the way to a server, or the server, failed; a refused login is an answer, not a failure.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        MySqlException { ErrorCode: MySqlErrorCode.AccessDenied } => false,
        StepFailedException failed => failed.Retriable, // the pod has no address yet
        _ => exception is MySqlException or HttpOperationException or SocketException or IOException or HttpRequestException,
    };
}
