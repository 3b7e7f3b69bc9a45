using System.Diagnostics;
using ClusterSetSuite.MySqlAgent.AdminApi;

namespace ClusterSetSuite.MySqlAgent.Tests.AdminApi;

/// <summary>Runs the script that runs in the sidecar, with a mysqlsh that shows what it was given.</summary>
public sealed class SidecarScriptTests : IDisposable
{
    private readonly string _bin = Directory.CreateTempSubdirectory("clusterset-bin-").FullName;

    [Fact]
    public async Task The_password_arrives_by_a_file_though_stdin_never_ends_and_the_file_is_gone_afterwards()
    {
        Tool("""echo "$1" | cut -d= -f2; stat -c %a "${1#*=}"; cat "${1#*=}"; shift; echo "$@" """);
        var login = new ShellLogin("root", "s3cr\"e\\t#$;");

        var output = await Run(login, "10", ["--no-wizard", "root@dr-0:3306"]);

        var lines = output.Text.Split('\n');
        Assert.Equal("600", lines[1]);
        Assert.Equal(["[client]", """password="s3cr\"e\\t#$;" """.Trim(), "--no-wizard root@dr-0:3306"], lines[2..5]);
        Assert.False(File.Exists(lines[0]));
    }

    [Fact]
    public async Task Its_exit_code_is_passed_on()
    {
        Tool("exit 10");

        Assert.Equal(10, (await Run(new ShellLogin("root", "x"), "10", [])).ExitCode);
    }

    [Fact]
    public async Task A_tool_that_hangs_is_ended_at_its_limit()
    {
        Tool("sleep 60");

        Assert.Equal(124, (await Run(new ShellLogin("root", "x"), "1", [])).ExitCode);
    }

    [Fact]
    public async Task How_long_lost_servers_may_take_reaches_the_resolver_and_the_shell_and_nothing_is_left()
    {
        Tool("""echo "[$RES_OPTIONS] $MYSQLSH_USER_CONFIG_HOME $#"; [ -z "$MYSQLSH_USER_CONFIG_HOME" ] || { cat "$MYSQLSH_USER_CONFIG_HOME/options.json"; echo log > "$MYSQLSH_USER_CONFIG_HOME/mysqlsh.log"; } """);
        var call = new ShellCall(new("mysql-dr", "dr", 3, "mypwds"), "dr-0", "dr-0:3306", [], TimeSpan.FromSeconds(10)) { IsBesideLost = true };

        var lines = (await Run(new ShellLogin("root", "x"), "10", ["one"], call.ResolverOptions, call.ShellOptions)).Text.Split('\n');

        Assert.Matches(@"^\[timeout:1 attempts:1\] /dev/shm/clusterset\.\w+ 2$", lines[0]);
        Assert.Equal("""{"dba.connectTimeout": "2.0"}""", lines[1]);
        Assert.False(Directory.Exists(lines[0].Split(' ')[2]));
        Assert.Equal("[]  2", (await Run(new ShellLogin("root", "x"), "10", ["one"])).Text.Trim());
    }

    public void Dispose() => Directory.Delete(_bin, recursive: true);

    private void Tool(string script)
    {
        var path = Path.Combine(_bin, "mysqlsh");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<(int ExitCode, string Text)> Run(ShellLogin login, string limit, string[] arguments, string resolver = "", string shell = "")
    {
        var content = login.OptionFile();
        var start = new ProcessStartInfo("sh", ["-c", SidecarShell.Script, "clusterset", $"{content.Length}", limit, resolver, shell, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{_bin}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(content);
        await process.StandardInput.BaseStream.FlushAsync(); // and stdin stays open
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, text);
    }
}
