using System.Net.WebSockets;
using System.Text;
using k8s;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Dialogues by exec.</summary>
internal sealed class PodDialogues(IKubernetes client) : IPodDialogues
{
    /// <inheritdoc/>
    public async Task<IPodDialogue> Open(PodTarget target, IReadOnlyList<string> command, CancellationToken ct) =>
        new PodDialogue(await ExecFrames.Open(client, target, command, hasStdin: true, ct), target);
}

/// <summary>One dialogue over its WebSocket.</summary>
internal sealed class PodDialogue(WebSocket socket, PodTarget target) : IPodDialogue
{
    private const int LongestAnswer = 64 << 10; // bytes

    private readonly ExecFrames _frames = new(socket, target);

    /// <inheritdoc/>
    public async Task<string> Ask(string line, CancellationToken ct)
    {
        await ExecFrames.Send(socket, Encoding.UTF8.GetBytes($"{line}\n"), ct);
        using MemoryStream answer = new(), status = new();
        while (true)
        {
            var (channel, content, isLast) = await _frames.Next(ct);
            if (channel == ExecFrames.Stdout)
                answer.Write(content.Span);
            if (channel == ExecFrames.Status)
                status.Write(content.Span);
            if (channel == ExecFrames.Status && isLast)
                throw new IOException($"the program in {target.Namespace}/{target.Pod} ({target.Container}) has ended: {ExecFrames.Text(status)}");
            if (answer.Length > LongestAnswer)
                throw new IOException($"the program in {target.Namespace}/{target.Pod} answers more than a line of {LongestAnswer >> 10} KiB");
            if (ExecFrames.Text(answer) is [.. var words, '\n'])
                return words;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        socket.Dispose(); // closing it politely would wait for the other side
        return ValueTask.CompletedTask;
    }
}
