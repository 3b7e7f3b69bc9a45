using System.Diagnostics;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>The one place that calls mysqlsh: adds what every call needs, and reads the answer.</summary>
public sealed partial class MySqlShell(IShellLauncher launcher, IRootLogin logins, ILogger<MySqlShell> log) : IMySqlShell
{
    /// <inheritdoc/>
    public async Task<ShellResult> Run(ShellCall call, CancellationToken ct)
    {
        var login = await logins.Of(call.Cluster, ct);
        var started = Stopwatch.GetTimestamp();
        // --no-wizard: a prompt with stdin at its end loops for ever (transcripts 033, 055).
        var run = await launcher.Run(call, login.OptionFile(), ["--no-wizard", "--json=raw", $"{login.User}@{call.Target}", .. call.Arguments], ct);
        var result = ShellOutput.Read(run);
        LogRun(call.Title, call.Target, result.ExitCode, result.Code, Stopwatch.GetElapsedTime(started).TotalSeconds);
        return result;
    }

    [LoggerMessage(3001, LogLevel.Information, "mysqlsh {Command} at {Target}: exit {ExitCode}, code {Code}, {Seconds:F1} s")]
    private partial void LogRun(string command, string target, int exitCode, int? code, double seconds);
}
