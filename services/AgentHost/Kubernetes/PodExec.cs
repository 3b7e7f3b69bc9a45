using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Exec over a WebSocket with the sub-protocol <c>v4.channel.k8s.io</c>: the first byte of a message is its channel.</summary>
internal sealed class PodExec(IKubernetes client) : IPodExec
{
    private const byte Stdin = 0;
    private const byte Stdout = 1;
    private const byte Stderr = 2;
    private const byte Status = 3;
    private const int LargestOutput = 64 << 20; // of one stream, in bytes: what is longer is no answer of a tool
    private const int ChunkSize = 32 << 10;

    public async Task<ExecResult> Run(PodTarget target, IReadOnlyList<string> command, ReadOnlyMemory<byte>? stdin, CancellationToken ct)
    {
        using var socket = await client.WebSocketNamespacedPodExecAsync(
            target.Pod, target.Namespace, command, target.Container, stderr: true, stdin: stdin is not null, stdout: true, tty: false,
            webSocketSubProtocol: WebSocketProtocol.V4BinaryWebsocketProtocol, cancellationToken: ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sending = Send(socket, stdin ?? default, ended.Token);
        var result = await Receive(socket, target, ct);
        await ended.CancelAsync();
        await sending;
        return result;
    }

    private static async Task Send(WebSocket socket, ReadOnlyMemory<byte> stdin, CancellationToken ct)
    {
        try
        {
            for (var sent = 0; sent < stdin.Length; sent += ChunkSize)
            {
                var chunk = stdin.Slice(sent, Math.Min(ChunkSize, stdin.Length - sent));
                await socket.SendAsync((byte[])[Stdin, .. chunk.Span], WebSocketMessageType.Binary, endOfMessage: true, ct);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The program ended before it read everything, or the connection broke: what was received tells which.
        }
    }

    private static async Task<ExecResult> Receive(WebSocket socket, PodTarget target, CancellationToken ct)
    {
        using MemoryStream stdout = new(), stderr = new(), status = new();
        var buffer = new byte[ChunkSize];
        for (byte? channel = null; ;)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), ct);
            if (got.MessageType == WebSocketMessageType.Close)
                throw new IOException($"the connection to {target.Namespace}/{target.Pod} closed before the program's end was told ({socket.CloseStatus} {socket.CloseStatusDescription})");
            var content = buffer.AsSpan(0, got.Count);
            if (channel is null && content.Length > 0)
            {
                channel = content[0];
                content = content[1..];
            }

            var stream = channel switch { Stdout => stdout, Stderr => stderr, Status => status, _ => null };
            stream?.Write(content);
            if (stream?.Length > LargestOutput)
                throw new IOException($"the program in {target.Namespace}/{target.Pod} wrote more than {LargestOutput >> 20} MiB");
            if (got.EndOfMessage && channel == Status)
                return new ExecResult(ExitCode(Text(status), target), Text(stdout), Text(stderr));
            if (got.EndOfMessage)
                channel = null;
        }
    }

    private static int ExitCode(string json, PodTarget target)
    {
        var status = KubernetesJson.Deserialize<V1Status>(json);
        if (status.Status == "Success")
            return 0;
        var code = status.Details?.Causes?.FirstOrDefault(cause => cause.Reason == "ExitCode")?.Message;
        return status.Reason == "NonZeroExitCode" && int.TryParse(code, NumberStyles.Integer, CultureInfo.InvariantCulture, out var exitCode)
            ? exitCode
            : throw new StepFailedException(
                $"exec in {target.Namespace}/{target.Pod} ({target.Container}): {status.Message}", "look at the pod: its container must be running", retriable: true);
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
}
