using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace ClusterSetSuite.TestServers.Rabbit;

/// <summary>One real RabbitMQ on loopback with its own node name, folders and ports, gone on dispose. The user is RabbitMQ's own default, guest, with the password guest where no other is given.</summary>
public sealed class RabbitServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PortBlock _ports = PortBlock.Claim(27100, 27199, 2);
    private readonly ConcurrentQueue<string> _words = new();
    private Process? _rabbit;

    private RabbitServer(string folder, string password) => (_folder, Password) = (folder, password);

    /// <summary>AMQP port on 127.0.0.1.</summary>
    public int Port => _ports.First;

    /// <summary>The password of the user guest.</summary>
    public string Password { get; }

    /// <summary>Makes a new broker and waits until it takes connections.</summary>
    public static Task<RabbitServer> Start(CancellationToken ct) => Start("guest", ct);

    /// <summary>The same with another password of the user guest.</summary>
    public static async Task<RabbitServer> Start(string password, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("clusterset-mq-").FullName;
        var server = new RabbitServer(folder, password);
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), $"listeners.tcp.1 = 127.0.0.1:{server.Port}\ndefault_pass = {password}\nlog.console.level = warning\n", ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), "[].\n", ct);
        await server.Up(ct);
        return server;
    }

    /// <summary>Starts the broker (again) on its data.</summary>
    public async Task Up(CancellationToken ct)
    {
        // Not the wrapper in /usr/sbin: that one changes the user and knows one broker a machine only.
        var script = Directory.GetDirectories("/usr/lib/rabbitmq/lib").Select(lib => Path.Combine(lib, "sbin", "rabbitmq-server")).Single(File.Exists);
        var start = new ProcessStartInfo(script) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder };
        foreach (var (name, value) in Environment())
            start.Environment[name] = value;
        _words.Clear();
        _rabbit = Process.Start(start)!;
        _rabbit.ErrorDataReceived += (_, line) => _words.Enqueue(line.Data ?? "");
        _rabbit.OutputDataReceived += (_, line) => _words.Enqueue(line.Data ?? "");
        _rabbit.BeginErrorReadLine();
        _rabbit.BeginOutputReadLine();
        await WaitUntilUp(ct);
    }

    /// <summary>Ends the broker as a crash does; it stays down until <see cref="Up"/>.</summary>
    public async Task Kill(CancellationToken ct)
    {
        if (_rabbit is null)
            return;
        _rabbit.Kill(entireProcessTree: true);
        await _rabbit.WaitForExitAsync(ct);
        _rabbit.Dispose();
        _rabbit = null;
    }

    /// <summary>While it is down: takes the logs of its quorum queues away, as a crash does that comes right after they were declared. It still knows the queues themselves.</summary>
    public void ForgetQuorumLogs()
    {
        var node = Path.Combine(_folder, "mnesia", $"test-{Port}@localhost");
        Directory.Delete(Path.Combine(node, "quorum"), recursive: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Kill(CancellationToken.None);
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["HOME"] = _folder, // the Erlang cookie
        ["RABBITMQ_NODENAME"] = $"test-{Port}@localhost",
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "none.conf"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
        ["RABBITMQ_DIST_PORT"] = $"{_ports.First + 1}",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 +sbwt none",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
    };

    private async Task WaitUntilUp(CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); !await Greets(ct);)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(120) || _rabbit!.HasExited)
                throw new InvalidOperationException($"RabbitMQ on port {Port} did not start within {clock.Elapsed.TotalSeconds:0} s: {string.Join('\n', _words.TakeLast(15))}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }
    }

    // A broker answers a wrong protocol header with its own: that is a sign of life that needs no login.
    private async Task<bool> Greets(CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port, ct);
            await client.GetStream().WriteAsync("AMQP\0\0\0\0"u8.ToArray(), ct);
            var answer = new byte[4];
            await client.GetStream().ReadExactlyAsync(answer, ct);
            return Encoding.ASCII.GetString(answer) == "AMQP";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
