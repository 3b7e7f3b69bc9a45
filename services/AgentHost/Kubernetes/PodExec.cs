using System.Globalization;
using System.Net.WebSockets;
using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Runs a program to its end, by exec over a WebSocket.</summary>
internal sealed class PodExec(IKubernetes client) : IPodExec
{
    private const int LargestOutput = 64 << 20; // of one stream, in bytes: what is longer is no answer of a tool

    public async Task<ExecResult> Run(PodTarget target, IReadOnlyList<string> command, ReadOnlyMemory<byte>? stdin, CancellationToken ct)
    {
        using var socket = await ExecFrames.Open(client, target, command, hasStdin: stdin is not null, ct);
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
            for (var sent = 0; sent < stdin.Length; sent += ExecFrames.Size)
            {
                await ExecFrames.Send(socket, stdin.Slice(sent, Math.Min(ExecFrames.Size, stdin.Length - sent)), ct);
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
        var frames = new ExecFrames(socket, target);
        while (true)
        {
            var (channel, content, isLast) = await frames.Next(ct);
            var stream = channel switch { ExecFrames.Stdout => stdout, ExecFrames.Stderr => stderr, ExecFrames.Status => status, _ => null };
            stream?.Write(content.Span);
            if (stream?.Length > LargestOutput)
                throw new IOException($"the program in {target.Namespace}/{target.Pod} wrote more than {LargestOutput >> 20} MiB");
            if (isLast && channel == ExecFrames.Status)
                return new ExecResult(ExitCode(ExecFrames.Text(status), target), ExecFrames.Text(stdout), ExecFrames.Text(stderr));
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
}
