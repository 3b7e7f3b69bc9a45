using ClusterSetSuite.Lab.MySqlShell;
using ClusterSetSuite.Lab.MySqlShell.CommandLine;

namespace ClusterSetSuite.MySqlShell.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Operations_and_options_may_be_written_with_dashes_or_in_camel_case()
    {
        var dashes = CommandLineParser.Parse(["root@h:1", "--", "cluster", "add-instance", "x:2", "--recovery-method=clone"]);
        var camel = CommandLineParser.Parse(["root@h:1", "--", "cluster", "addInstance", "x:2", "--recoveryMethod=clone"]);
        Assert.Equal(Names.Camel(camel.Operation!), Names.Camel(dashes.Operation!));
        Assert.Equal("clone", dashes.Operands.Text("recoveryMethod"));
        Assert.Equal("clone", camel.Operands.Text("recoveryMethod"));
    }

    [Fact]
    public void A_uri_has_a_user_a_password_a_host_and_a_port() =>
        Assert.Equal(new ConnectionTarget("root", "p@ss", "prd-0.x", 3310), ConnectionTarget.Parse("mysql://root:p%40ss@prd-0.x:3310/"));

    [Fact]
    public async Task An_unknown_option_of_the_shell_ends_with_code_1_before_connecting()
    {
        var run = await ShellRun.Call(["--bogus", "root@127.0.0.1:1", "--", "cluster", "status"], TestContext.Current.CancellationToken);
        Assert.Equal((1, ": unknown option --bogus\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_refused_connection_is_error_2003_with_errno_111()
    {
        var run = await ShellRun.Call(["root:x@127.0.0.1:23399", "--", "cluster", "status"], TestContext.Current.CancellationToken);
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("ERROR: MySQL Error 2003 (HY000): Can't connect to MySQL server on '127.0.0.1:23399' (111)\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_value_for_a_list_option_is_refused()
    {
        var parsed = CommandLineParser.Parse(["--", "clusterset", "forcePrimaryCluster", "myreplica", "--invalidateReplicaClusters=nosuch"]);
        var refused = Assert.Throws<ShellException>(() => parsed.Operands.List("invalidateReplicaClusters"));
        Assert.Equal("ArgumentError: Argument #2: The 'invalidateReplicaClusters' option must be a list of strings.", refused.Message);
    }

    [Fact]
    public async Task The_password_comes_from_the_client_group_of_the_option_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "[mysqld]\npassword=no\n[client]\npassword=\"a b\"\n", TestContext.Current.CancellationToken);
            Assert.Equal("a b", DefaultsFile.Password(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
