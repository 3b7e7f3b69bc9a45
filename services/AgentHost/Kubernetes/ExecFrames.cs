using System.Net.WebSockets;
using System.Text;
using k8s;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Exec over a WebSocket with the sub-protocol <c>v4.channel.k8s.io</c>: the first byte of a message is its channel.</summary>
internal sealed class ExecFrames(WebSocket socket, PodTarget target)
{
    public const byte Stdout = 1;
    public const byte Stderr = 2;
    public const byte Status = 3;
    public const int Size = 32 << 10; // bytes of one frame
    private const byte Stdin = 0;

    private readonly byte[] _buffer = new byte[Size];
    private byte? _channel;

    /// <summary>Starts a program in a container.</summary>
    /// <exception cref="k8s.Autorest.HttpOperationException">The API server refused.</exception>
    public static Task<WebSocket> Open(IKubernetes client, PodTarget target, IReadOnlyList<string> command, bool hasStdin, CancellationToken ct) => client.WebSocketNamespacedPodExecAsync(
        target.Pod, target.Namespace, command, target.Container, stderr: true, stdin: hasStdin, stdout: true, tty: false,
        webSocketSubProtocol: WebSocketProtocol.V4BinaryWebsocketProtocol, cancellationToken: ct);

    /// <summary>Sends bytes to the program's stdin, <see cref="Size"/> at most.</summary>
    public static Task Send(WebSocket socket, ReadOnlyMemory<byte> stdin, CancellationToken ct) =>
        socket.SendAsync((byte[])[Stdin, .. stdin.Span], WebSocketMessageType.Binary, endOfMessage: true, ct);

    /// <summary>What was collected of a stream.</summary>
    public static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);

    /// <summary>The next frame: its channel, its content (good until the next call), and whether it is its message's last.</summary>
    /// <exception cref="IOException">The connection closed.</exception>
    public async Task<(byte? Channel, ReadOnlyMemory<byte> Content, bool IsLast)> Next(CancellationToken ct)
    {
        var got = await socket.ReceiveAsync(_buffer.AsMemory(), ct);
        if (got.MessageType == WebSocketMessageType.Close)
            throw new IOException($"the connection to {target.Namespace}/{target.Pod} closed before the program's end was told ({socket.CloseStatus} {socket.CloseStatusDescription})");
        var content = _buffer.AsMemory(0, got.Count);
        if (_channel is null && content.Length > 0)
        {
            _channel = content.Span[0];
            content = content[1..];
        }

        var channel = _channel;
        if (got.EndOfMessage)
            _channel = null;
        return (channel, content, got.EndOfMessage);
    }
}
