using System.Diagnostics;

namespace ClusterSetSuite.TestServers.MySql;

/// <summary>An initialised data folder, made once per MySQL build and copied for every server: copying takes a tenth of initialising.</summary>
internal static class MySqlTemplate
{
    private const string Accounts = """
        ALTER USER root@localhost IDENTIFIED BY 'rootpw';
        CREATE USER root@'%' IDENTIFIED BY 'rootpw';
        GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
        """;

    public static async Task Copy(MySqlBinaries binaries, string target, CancellationToken ct)
    {
        var template = await Get(binaries, ct);
        await Run("cp", ["-a", template, target], ct);
    }

    private static async Task<string> Get(MySqlBinaries binaries, CancellationToken ct)
    {
        var built = File.GetLastWriteTimeUtc(Path.Combine(binaries.Root, "usr/sbin/mysqld")).Ticks;
        var folder = Path.Combine(SuiteCache.Folder, "test-mysql", $"data-{built:x}");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        await using var gate = await Lock($"{folder}.lock", ct);
        if (!Directory.Exists(folder))
            await Make(binaries, folder, ct);
        return folder;
    }

    private static async Task Make(MySqlBinaries binaries, string folder, CancellationToken ct)
    {
        var draft = $"{folder}.draft";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        var accounts = $"{folder}.sql";
        await File.WriteAllTextAsync(accounts, Accounts, ct);
        var command = binaries.Command(
            "usr/sbin/mysqld",
            ["--no-defaults", .. binaries.ServerBasics(draft), "--skip-log-bin", "--initialize-insecure", $"--init-file={accounts}", $"--log-error={folder}.log"]);
        await Run(command[0], command.Skip(1), ct);
        File.Delete(Path.Combine(draft, "auto.cnf")); // each copy then makes its own server_uuid
        Directory.Move(draft, folder);
    }

    private static async Task<FileStream> Lock(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!ct.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct); // another test process is making the template
            }
        }
    }

    private static async Task Run(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error}");
    }
}
