using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Tests.Support;

namespace ClusterSetSuite.MySqlAgent.Tests.AdminApi;

public sealed class ShellOutputTests
{
    [Theory]
    [InlineData("010", 51113, "Metadata Schema not found")]
    [InlineData("015", 1045, "Access denied for user 'root'")]
    [InlineData("128", 2003, "Can't connect to MySQL server")]
    public void A_refusal_gives_its_code_and_the_tools_own_words(string transcript, int code, string words)
    {
        var result = ShellOutput.Read(Transcript.Read(transcript));

        Assert.False(result.Ok);
        Assert.Equal(code, result.Code);
        Assert.Contains(words, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_usage_error_in_plain_text_is_still_told()
    {
        var result = ShellOutput.Read(Transcript.Read("023"));

        Assert.Equal(1, result.ExitCode);
        Assert.Null(result.Code);
        Assert.Contains("unknown option --bogus", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("061", "class", "Cluster")]
    [InlineData("064", "name", "mycs")]
    [InlineData("007", "status", "ok")]
    [InlineData("024", "status", "ok")]
    public void The_last_line_of_a_success_is_its_result(string transcript, string member, string value)
    {
        var result = ShellOutput.Read(Transcript.Read(transcript));

        Assert.True(result.Ok);
        Assert.Equal(value, result.Json!.Value.GetProperty(member).GetString());
    }

    [Fact]
    public void A_void_command_has_no_result_and_keeps_its_notes()
    {
        var result = ShellOutput.Read(Transcript.Read("072"));

        Assert.True(result.Ok);
        Assert.Null(result.Json);
        Assert.Contains(result.Notes, note => note.Contains("was successfully added to the cluster", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_of_a_statement_are_read_as_text()
    {
        const string Line = """{"hasData":true,"rows":[{"host":"dr-0","id":200,"none":null}],"executionTime":"0.0004 sec","info":"","warnings":[]}""";

        var row = Assert.Single(ShellOutput.Read(new ExecResult(0, Line, "")).Rows());

        Assert.Equal(("dr-0", "200", null), (row["host"], row["id"], row["none"]));
    }

    [Fact]
    public void A_failed_statement_gives_the_servers_error_number()
    {
        const string Line = """{"error":{"code":1290,"message":"read only","state":"HY000","type":"MySQL Error"}}""";

        Assert.Equal(1290, ShellOutput.Read(new ExecResult(1, Line, "")).Code);
    }

    [Theory]
    [InlineData(124)]
    [InlineData(137)]
    public void A_call_that_was_ended_at_its_deadline_says_so(int exitCode) => Assert.True(ShellOutput.Read(new ExecResult(exitCode, "", "")).TimedOut);
}
