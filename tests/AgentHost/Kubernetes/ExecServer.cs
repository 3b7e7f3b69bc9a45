using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.AgentHost.Tests.Kubernetes;

/// <summary>The exec of an API server as its v4.channel.k8s.io protocol has it, with programs of this machine in place of a container's. They never see the end of their stdin, as with a real one.</summary>
internal sealed class ExecServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ExecServer()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Map("/api/v1/namespaces/{space}/pods/{pod}/exec", Serve);
    }

    public string Url => _app.Urls.First();

    /// <summary>How many programs were started.</summary>
    public int Started { get; private set; }

    /// <summary>The program that was started last.</summary>
    public Process? Last { get; private set; }

    public static async Task<ExecServer> Start(CancellationToken ct)
    {
        var server = new ExecServer();
        await server._app.StartAsync(ct);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (Last is { HasExited: false } left)
            left.Kill();
        await _app.DisposeAsync();
    }

    private async Task Serve(HttpContext context)
    {
        var command = context.Request.Query["command"];
        using var socket = await context.WebSockets.AcceptWebSocketAsync("v4.channel.k8s.io");
        var start = new ProcessStartInfo(command[0]!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command.Skip(1))
            start.ArgumentList.Add(word!);
        var program = Process.Start(start)!;
        (Started, Last) = (Started + 1, program);
        var turn = new SemaphoreSlim(1, 1);
        var feeding = Feed(socket, program, context.RequestAborted);
        await Task.WhenAll(Drain(program.StandardOutput.BaseStream, 1), Drain(program.StandardError.BaseStream, 2));
        await program.WaitForExitAsync();
        object status = program.ExitCode == 0
            ? new { status = "Success" }
            : new { status = "Failure", reason = "NonZeroExitCode", message = "command terminated", details = new { causes = new[] { new { reason = "ExitCode", message = $"{program.ExitCode}" } } } };
        await Send(3, JsonSerializer.SerializeToUtf8Bytes(status));
        await feeding;

        async Task Drain(Stream from, byte channel)
        {
            var buffer = new byte[1000];
            while (await from.ReadAsync(buffer) is > 0 and var got)
                await Send(channel, buffer.AsMemory(0, got));
        }

        async Task Send(byte channel, ReadOnlyMemory<byte> content)
        {
            await turn.WaitAsync();
            try
            {
                if (socket.State == WebSocketState.Open)
                    await socket.SendAsync((byte[])[channel, .. content.Span], WebSocketMessageType.Binary, endOfMessage: true, context.RequestAborted);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    private static async Task Feed(WebSocket socket, Process program, CancellationToken ct)
    {
        try
        {
            var buffer = new byte[64 << 10];
            while (await socket.ReceiveAsync(buffer.AsMemory(), ct) is { MessageType: WebSocketMessageType.Binary } got)
            {
                await program.StandardInput.BaseStream.WriteAsync(buffer.AsMemory(1, got.Count - 1), ct);
                await program.StandardInput.BaseStream.FlushAsync(ct);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // Either side has gone.
        }
    }
}
