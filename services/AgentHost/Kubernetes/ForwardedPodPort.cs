using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>A listener on loopback; each connection to it is one WebSocket to the pod's port.</summary>
/// <remarks>Sub-protocol <c>v4.channel.k8s.io</c>: channel 0 is data, 1 is error text; the first message on each is the port number in two bytes.</remarks>
internal sealed partial class ForwardedPodPort : IPodPort
{
    private const byte Data = 0;
    private const byte Error = 1;
    private const int ChunkSize = 32 << 10;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Func<CancellationToken, Task<WebSocket>> _connect;
    private readonly ILogger _log;
    private readonly Task _accepting;

    public ForwardedPodPort(Func<CancellationToken, Task<WebSocket>> connect, ILogger log)
    {
        (_connect, _log) = (connect, log);
        _listener.Start();
        Address = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = Accept(_closed.Token);
    }

    public IPEndPoint Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closed.Dispose();
    }

    private async Task Accept(CancellationToken ct)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(Carry(await _listener.AcceptTcpClientAsync(ct), ct));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Carry(TcpClient client, CancellationToken ct)
    {
        using (client)
        using (var done = CancellationTokenSource.CreateLinkedTokenSource(ct))
        {
            try
            {
                using var socket = await _connect(ct);
                var stream = client.GetStream();
                await Task.WhenAny(Up(stream, socket, done.Token), Down(socket, stream, done.Token)).Unwrap(); // either end closes both: a WebSocket has no half close
            }
#pragma warning disable CA1031 // whatever breaks one connection is seen by its client as a closed connection, and the next one may work
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!ct.IsCancellationRequested)
                    LogBroken(e.Message);
            }

            await done.CancelAsync();
        }
    }

    private static async Task Up(NetworkStream stream, WebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[ChunkSize];
        buffer[0] = Data;
        while (await stream.ReadAsync(buffer.AsMemory(1), ct) is > 0 and var count)
            await socket.SendAsync(buffer.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, ct);
    }

    private static async Task Down(WebSocket socket, NetworkStream stream, CancellationToken ct)
    {
        var buffer = new byte[ChunkSize];
        int[] portBytesLeft = [2, 2];
        for (byte? channel = null; ;)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), ct);
            if (got.MessageType == WebSocketMessageType.Close)
                return;
            var content = buffer.AsMemory(0, got.Count);
            if (channel is null && content.Length > 0)
                (channel, content) = (content.Span[0], content[1..]);
            if (channel is Data or Error)
            {
                var skipped = Math.Min(portBytesLeft[channel.Value], content.Length);
                portBytesLeft[channel.Value] -= skipped;
                content = content[skipped..];
            }

            if (channel == Error && content.Length > 0)
                throw new IOException(Encoding.UTF8.GetString(content.Span));
            if (channel == Data)
                await stream.WriteAsync(content, ct);
            if (got.EndOfMessage)
                channel = null;
        }
    }

    [LoggerMessage(120, LogLevel.Debug, "A forwarded connection broke: {Reason}")]
    private partial void LogBroken(string reason);
}
