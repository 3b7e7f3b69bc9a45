using System.Net.Sockets;
using System.Net.WebSockets;

namespace ClusterSetSuite.AgentHost.Failures;

/// <summary>Connections that fail, break or take too long: asking again may help.</summary>
internal sealed class NetworkExceptions : IFailureTranslator
{
    public StepFailure? Translate(Exception exception) => exception switch
    {
        HttpRequestException or SocketException or IOException or WebSocketException => StepFailure.Passing($"connection failed: {Innermost(exception)}"),
        TimeoutException => StepFailure.Passing(exception.Message),
        OperationCanceledException => StepFailure.Passing("a call was given up after its time limit"),
        _ => null,
    };

    private static string Innermost(Exception exception) =>
        exception.InnerException is { } inner && exception.Message != inner.Message ? $"{exception.Message} ({Innermost(inner)})" : exception.Message;
}
