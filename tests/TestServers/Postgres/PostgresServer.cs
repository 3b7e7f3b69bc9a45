using System.Diagnostics;
using Npgsql;

namespace ClusterSetSuite.TestServers.Postgres;

/// <summary>One real PostgreSQL on loopback with its own data, gone on dispose.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The superuser's password where no other is given.</summary>
    public const string Password = "postgrespw";

    private readonly string _folder;
    private readonly string _password;
    private readonly PortBlock _port = PortBlock.Claim(27000, 27099, 1);
    private Process? _postgres;

    private PostgresServer(string folder, string password) => (_folder, _password) = (folder, password);

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port => _port.First;

    /// <summary>For Npgsql, without the password.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Timeout=5;Pooling=true";

    /// <summary>A file with the password.</summary>
    public string PasswordFile => Path.Combine(_folder, "password");

    /// <summary>Makes a new server and waits until it takes connections.</summary>
    public static Task<PostgresServer> Start(CancellationToken ct) => Start(Password, ct);

    /// <summary>The same with another password of the superuser.</summary>
    public static async Task<PostgresServer> Start(string password, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("clusterset-pg-").FullName;
        var server = new PostgresServer(folder, password);
        await File.WriteAllTextAsync(server.PasswordFile, password, ct);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        await Run("chown", ["-R", "postgres", folder], ct);
        await Run("runuser", ["-u", "postgres", "--", Binary("initdb"), "-D", server.Data, "-U", "postgres", "-A", "scram-sha-256", $"--pwfile={server.PasswordFile}", "--no-sync"], ct);
        await server.Up(ct);
        return server;
    }

    /// <summary>Starts the server (again) on its data.</summary>
    public async Task Up(CancellationToken ct)
    {
        Launch();
        await WaitUntilUp(ct);
    }

    private void Launch()
    {
        var start = new ProcessStartInfo("runuser") { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] options = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=16MB", "max_connections=60", $"unix_socket_directories={_folder}"];
        foreach (var argument in (string[])["-u", "postgres", "--", Binary("postgres"), "-D", Data, "-h", "127.0.0.1", "-p", $"{Port}", .. options.SelectMany(o => (string[])["-c", o])])
            start.ArgumentList.Add(argument);
        _postgres = Process.Start(start)!;
        _postgres.BeginErrorReadLine();
        _postgres.BeginOutputReadLine();
    }

    /// <summary>Ends the server as a crash does; it stays down until <see cref="Up"/>.</summary>
    public async Task Kill(CancellationToken ct)
    {
        if (_postgres is null)
            return;
        _postgres.Kill(entireProcessTree: true);
        await _postgres.WaitForExitAsync(ct);
        _postgres.Dispose();
        _postgres = null;
        NpgsqlConnection.ClearAllPools();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Kill(CancellationToken.None);
        _port.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private static string Binary(string name) => $"/usr/lib/postgresql/15/bin/{name}";

    private async Task WaitUntilUp(CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection($"{ConnectionString};Password={_password};Pooling=false");
                await connection.OpenAsync(ct);
                return;
            }
            catch (NpgsqlException) when (clock.Elapsed < TimeSpan.FromSeconds(60))
            {
                // After a kill the server's children hold its shared memory for a moment, and a new server ends at once.
                if (_postgres!.HasExited)
                {
                    _postgres.Dispose();
                    Launch();
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
            }
        }
    }

    private static async Task Run(string file, string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {await output} {await error}");
    }
}
