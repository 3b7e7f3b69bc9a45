using System.Globalization;
using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>Follows a clone: it replaces the data, restarts the server, and is done when the server has come back with it.</summary>
internal static class CloneMonitor
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public static void Announce(ShellContext shell, string target, string donor)
    {
        shell.Console.Info("Clone based state recovery is now in progress.");
        shell.Console.Info();
        shell.Console.Note(
            "A server restart is expected to happen as part of the clone process. If the\nserver does not support the RESTART command or does not come back after a\nwhile, you may need to manually start it back.");
        shell.Console.Info();
        shell.Console.Info("* Waiting for clone to finish...");
        shell.Console.Note($"{target} is being cloned from {donor}");
    }

    /// <summary>Waits until the server answers again with a finished clone.</summary>
    public static async Task<Server> WaitForRestart(ShellContext shell, ConnectionTarget target, string startedBefore, CancellationToken ct)
    {
        Server? server = null;
        var spinner = 0;
        var back = await Waiting.Until(async () =>
        {
            server = await TryOpen(shell, target, startedBefore, ct);
            if (server is null && ++spinner % 5 == 0)
                shell.Console.Progress($"* Waiting for server restart... {"\\|/-"[spinner / 5 % 4]}\r");
            return server is not null;
        }, Limit, ct);
        if (!back)
            throw new ShellException($"Timeout waiting for server to restart: {target.Address}", 51167);
        if (spinner > 0)
            shell.Console.Progress("* Waiting for server restart... ready \n");
        if (await server!.Text("SELECT state FROM performance_schema.clone_status", ct) != "Completed")
            throw await Failed(server, target, ct);
        await Report(shell, server, ct);
        return server;
    }

    public static async Task<string> StartTime(Server server, CancellationToken ct) =>
        // The uptime counter and the clock are read together, so that their difference names this process.
        await server.Text("SELECT CAST(UNIX_TIMESTAMP() - variable_value AS SIGNED) FROM performance_schema.global_status WHERE variable_name = 'Uptime'", ct) ?? "0";

    private static async Task<Server?> TryOpen(ShellContext shell, ConnectionTarget target, string startedBefore, CancellationToken ct)
    {
        try
        {
            var server = await shell.Open(target, ct, timeoutSeconds: 5);
            var started = long.Parse(await StartTime(server, ct), CultureInfo.InvariantCulture);
            if (started > long.Parse(startedBefore, CultureInfo.InvariantCulture) + 1 && await server.Text("SELECT state FROM performance_schema.clone_status", ct) is "Completed" or "Failed")
                return server;
            if (await server.OwnState(ct) == "ERROR")
                throw await Failed(server, target, ct);
            await server.DisposeAsync();
        }
        catch (ServerException)
        {
            // Down, starting, or still with the old accounts.
        }

        return null;
    }

    private static async Task<ShellException> Failed(Server server, ConnectionTarget target, CancellationToken ct) =>
        new($"Clone failed at {target.Address}: {await server.Text("SELECT error_message FROM performance_schema.clone_status", ct)}", 51167);

    private static async Task Report(ShellContext shell, Server server, CancellationToken ct)
    {
        foreach (var stage in (string[])["DROP DATA", "FILE COPY", "PAGE COPY", "REDO COPY", "FILE SYNC", "RESTART"])
            shell.Console.Info($"** Stage {stage}: Completed");
        var megabytes = await server.Text("SELECT ROUND(SUM(data) / 1024 / 1024, 2) FROM performance_schema.clone_progress", ct) ?? "0";
        var seconds = Math.Max(1, await server.Number("SELECT CEILING(SUM(TIMESTAMPDIFF(MICROSECOND, begin_time, end_time)) / 1000000) FROM performance_schema.clone_progress WHERE stage <> 'RESTART' AND stage <> 'RECOVERY'", ct));
        var rate = double.Parse(megabytes, CultureInfo.InvariantCulture) / seconds;
        shell.Console.Info(string.Create(
            CultureInfo.InvariantCulture, $"* Clone process has finished: {megabytes} MB transferred in about {seconds} second{(seconds == 1 ? "" : "s")} (~{rate:0.00} MB/s)"));
        shell.Console.Info();
    }
}
