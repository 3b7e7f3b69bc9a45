using ClusterSetSuite.Lab.MySqlShell;
using ClusterSetSuite.TestServers.MySql;

namespace ClusterSetSuite.MySqlShell.Tests;

/// <summary>Runs the shell inside the test process and keeps all it said.</summary>
internal sealed record ShellRun(int ExitCode, string Output, string Error)
{
    public static async Task<ShellRun> Call(MySqlServer server, CancellationToken ct, params string[] operation) =>
        await Call(["--no-wizard", $"root:{MySqlServer.RootPassword}@{server.Address}", "--", .. operation], ct);

    public static async Task<ShellRun> Call(string[] arguments, CancellationToken ct)
    {
        Environment.SetEnvironmentVariable("MYSQLSH_TERM_COLOR_MODE", "nocolor");
        using StringWriter output = new(), error = new();
        var code = await Shell.Run(arguments, output, error, TextReader.Null, ct);
        return new(code, output.ToString(), error.ToString());
    }
}
