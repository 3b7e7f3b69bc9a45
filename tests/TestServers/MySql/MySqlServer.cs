using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace ClusterSetSuite.TestServers.MySql;

/// <summary>One real mysqld on loopback, started again by its supervisor when it ends with code 16 (what RESTART and clone do), gone on dispose.</summary>
public sealed class MySqlServer : IAsyncDisposable
{
    /// <summary>Password of root, from anywhere.</summary>
    public const string RootPassword = "rootpw";

    // mysqld restarts itself only when told that its parent is a supervisor. The supervisor ends its mysqld when standard input closes, so that a killed test process leaves nothing behind.
    private const string Supervise = """
        exec 3<&0
        while :; do
          MYSQLD_PARENT_PID=$$ "$@" 3<&- </dev/null & c=$!
          echo $c > "$PIDFILE"
          ( read _ <&3; kill -9 $c ) 2>/dev/null & w=$!
          wait $c; rc=$?
          kill $w 2>/dev/null
          [ $rc = 16 ] || exit $rc
        done
        """;

    private readonly MySqlBinaries _binaries;
    private readonly string _folder;
    private readonly IReadOnlyList<string> _options;
    private Process? _supervisor;

    internal MySqlServer(MySqlBinaries binaries, string folder, int port, int serverId, IReadOnlyList<string> options)
    {
        (_binaries, _folder, Port, ServerId, _options) = (binaries, folder, port, serverId, options);
    }

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The server_id.</summary>
    public int ServerId { get; }

    /// <summary>What the server reports as its own address, as in the metadata: <c>127.0.0.1:port</c>.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>The password that root has now: a test that changes it says so here.</summary>
    public string Password { get; set; } = RootPassword;

    /// <summary>For MySqlConnector, as root.</summary>
    public string ConnectionString => new MySqlConnectionStringBuilder
    {
        Server = "127.0.0.1", Port = (uint)Port, UserID = "root", Password = Password, SslMode = MySqlSslMode.Preferred, Pooling = false, ConnectionTimeout = 5,
    }.ConnectionString;

    /// <summary>mysqld's error log.</summary>
    public string ErrorLog => Path.Combine(_folder, "error.log");

    /// <summary>Starts mysqld (again) on its data and waits until it takes connections.</summary>
    public async Task Start(CancellationToken ct)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        start.Environment["PIDFILE"] = Path.Combine(_folder, "child.pid");
        foreach (var argument in (string[])["-c", Supervise, "sh", .. _binaries.Command("usr/sbin/mysqld", Options())])
            start.ArgumentList.Add(argument);
        _supervisor = Process.Start(start)!;
        await WaitUntilUp(ct);
    }

    /// <summary>Ends mysqld as a power cut does (SIGKILL); it stays down until <see cref="Start"/>.</summary>
    public async Task Kill(CancellationToken ct)
    {
        if (_supervisor is null)
            return;
        _supervisor.StandardInput.Close();
        await _supervisor.WaitForExitAsync(ct);
        _supervisor.Dispose();
        _supervisor = null;
    }

    /// <summary>Stops the process without ending it: connections stay open and nothing answers.</summary>
    public Task Freeze(CancellationToken ct) => Signal("STOP", ct);

    /// <summary>Undoes <see cref="Freeze"/>.</summary>
    public Task Thaw(CancellationToken ct) => Signal("CONT", ct);

    /// <summary>Runs statements as root.</summary>
    public async Task Execute(string sql, CancellationToken ct)
    {
        await using var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The first column of the first row, as text; null for NULL or no row.</summary>
    public async Task<string?> Scalar(string sql, CancellationToken ct)
    {
        await using var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new MySqlCommand(sql, connection);
        var value = await command.ExecuteScalarAsync(ct);
        return value is null or DBNull ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a query gives the wanted text; connection failures count as "not yet".</summary>
    /// <exception cref="TimeoutException">Not within 60 s; the message has the last answer.</exception>
    public async Task WaitFor(string sql, string wanted, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        for (string? last = null; ;)
        {
            try
            {
                if ((last = await Scalar(sql, ct)) == wanted)
                    return;
            }
            catch (MySqlException e)
            {
                last = e.Message;
            }

            if (clock.Elapsed > TimeSpan.FromSeconds(60))
                throw new TimeoutException($"{Address}: '{sql}' is '{last}', wanted '{wanted}'");
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Kill(CancellationToken.None);

    private IEnumerable<string> Options() =>
    [
        $"--defaults-file={Path.Combine(_folder, "my.cnf")}", // empty; with --no-defaults persisted variables would not be read
        .. _binaries.ServerBasics(Path.Combine(_folder, "data")),
        $"--port={Port}", $"--socket={Path.Combine(_folder, "s")}", $"--pid-file={Path.Combine(_folder, "pid")}", $"--log-error={ErrorLog}",
        $"--server-id={ServerId}", "--report-host=127.0.0.1", $"--report-port={Port}", "--bind-address=127.0.0.1", "--mysqlx=0",
        "--gtid-mode=ON", "--enforce-gtid-consistency=ON", "--max-connections=100", "--table-open-cache=256", "--table-definition-cache=400",
        "--key-buffer-size=1M", "--innodb-doublewrite=OFF",
        "--sync-binlog=0", "--innodb-flush-log-at-trx-commit=2", // what was acknowledged survives a killed process
        .. _options,
    ];

    private async Task WaitUntilUp(CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Scalar("SELECT 1", ct);
                return;
            }
            catch (MySqlException) when (clock.Elapsed < TimeSpan.FromMinutes(3) && !_supervisor!.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
            }
            catch (MySqlException e)
            {
                var log = File.Exists(ErrorLog) ? await File.ReadAllTextAsync(ErrorLog, ct) : "";
                throw new InvalidOperationException($"mysqld on {Address} did not start: {log}", e);
            }
        }
    }

    private async Task Signal(string name, CancellationToken ct)
    {
        var pid = (await File.ReadAllTextAsync(Path.Combine(_folder, "child.pid"), ct)).Trim();
        using var kill = Process.Start("kill", [$"-{name}", pid]);
        await kill.WaitForExitAsync(ct);
    }
}
