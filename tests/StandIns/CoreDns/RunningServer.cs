using System.Net;
using ClusterSetSuite.Lab.CoreDns.Serving;
using DnsClient;

namespace ClusterSetSuite.CoreDns.Tests;

/// <summary>A server of this process on loopback.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _started = new();
    private readonly Task _run;
    private readonly string _file = Path.GetTempFileName();
    private readonly List<string> _log = [];

    private RunningServer(string corefile)
    {
        File.WriteAllText(_file, corefile);
        _run = new Runner(_file, 53, Take).Run(_stop.Token);
    }

    public static async Task<RunningServer> Start(string corefile)
    {
        var server = new RunningServer(corefile);
        await await Task.WhenAny(server._started.Task, server._run);
        return server;
    }

    public void Write(string corefile) => File.WriteAllText(_file, corefile);

    public async Task Logged(string part)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!Holds(part))
            await Task.Delay(50, limit.Token);
    }

    public static LookupClient Ask(int port, bool tcp = false) => new(new LookupClientOptions(new IPEndPoint(IPAddress.Loopback, port))
    {
        UseCache = false,
        UseTcpOnly = tcp,
        Retries = 0,
        Timeout = TimeSpan.FromSeconds(10),
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        File.Delete(_file);
        _stop.Dispose();
    }

    private bool Holds(string part)
    {
        lock (_log)
            return _log.Any(line => line.Contains(part, StringComparison.Ordinal));
    }

    private void Take(string line)
    {
        lock (_log)
            _log.Add(line);
        if (line.StartsWith("CoreDNS", StringComparison.Ordinal))
            _started.TrySetResult();
    }
}
