using ClusterSetSuite.Cli.Commands;

namespace ClusterSetSuite.Cli.Tests;

/// <summary>The console is one for the whole process, so these tests run one after another.</summary>
[Collection("console")]
public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clusterset-cli-").FullName;
    private readonly TextWriter stdout = Console.Out;
    private readonly TextWriter stderr = Console.Error;

    [Fact]
    public async Task A_good_spec_is_valid()
    {
        var (code, output, _) = await Run("validate", "-f", Spec());
        Assert.Equal((ExitCodes.Ok, "mycs: 2 sites, primary prod; no faults."), (code, output));
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("doctor")]
    [InlineData("doctor", "--embedded")]
    [InlineData("apply")]
    [InlineData("apply", "--embedded")]
    public async Task Every_fault_of_a_bad_spec_is_told_and_nothing_is_asked(params string[] command)
    {
        var file = Spec(text => text.Replace("baseServerId: 200", "baseServerId: 101", StringComparison.Ordinal).Replace("primary: prod", "primary: prd", StringComparison.Ordinal));
        var (code, _, error) = await Run([.. command, "-f", file]);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Equal(
            ["sites[1].cluster.baseServerId: 101 overlaps prd (100-102)", "primary: 'prd' is not one of the sites prod, dr; did you mean 'prod'?"],
            error.Split('\n'));
    }

    [Theory]
    [InlineData("Option '--file' is required.", "apply")]
    [InlineData("Option '--file' is required.", "doctor")]
    [InlineData("Option '--site' is required.", "remove", "mycs")]
    [InlineData("Required argument 'name' missing", "dissolve")]
    [InlineData("there is no such file", "status", "--token-file", "/nowhere/token")]
    [InlineData("give an address such as", "status", "--coordinator", "coordinator")]
    [InlineData("goes without --embedded", "apply", "-f", "x", "--embedded", "--no-wait")]
    [InlineData("goes without --embedded", "dissolve", "mycs", "--embedded", "--no-wait")]
    [InlineData("--isolate goes without --embedded", "drill", "mycs", "--to", "dr", "--isolate", "--embedded")]
    [InlineData("with --embedded, name the ClusterSet", "resume", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "--embedded")]
    [InlineData("with --embedded, name the ClusterSet", "status", "--embedded")]
    [InlineData("with --embedded, name the ClusterSet", "operations", "--embedded")]
    [InlineData("write site=context", "apply", "-f", "x", "--embedded", "--context", "prod")]
    [InlineData("operation-id", "apply", "-f", "x", "--operation-id", "seven")]
    [InlineData("Could not find", "apply", "-f", "/nowhere/spec.yaml")]
    public async Task A_wrong_command_line_is_told_what_is_wrong(string message, params string[] arguments)
    {
        var (code, _, error) = await Run(arguments);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_that_is_not_there_is_told_with_a_way_on()
    {
        var (code, _, error) = await Run("apply", "-f", Spec(), "--coordinator", "http://127.0.0.1:1");
        Assert.Equal(ExitCodes.NoCoordinator, code);
        Assert.Contains("http://127.0.0.1:1/ does not answer", error, StringComparison.Ordinal);
        Assert.Contains("--embedded", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_without_a_context_is_told_before_anything_starts()
    {
        var kubeconfig = await Kubeconfigs.WithProdAlone(folder);
        var (code, _, error) = await Run("apply", "-f", Spec(), "--embedded", "--kubeconfig", kubeconfig, "--context", "moon=prod");
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("site dr: " + kubeconfig + " has no context 'dr'; name one with --context dr=CONTEXT (there are: prod)", error, StringComparison.Ordinal);
        Assert.Contains("the spec has no site moon", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubeconfig_that_can_not_be_read_is_told()
    {
        var (code, _, error) = await Run("apply", "-f", Spec(), "--embedded", "--kubeconfig", Path.Combine(folder, "none"));
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("can not be read", error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Console.SetOut(stdout);
        Console.SetError(stderr);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Console.SetOut(output);
        Console.SetError(error);
        var code = await CommandLine.Run(Root.Build(), arguments);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    private string Spec(Func<string, string>? change = null)
    {
        const string good = """
            name: mycs
            sites:
              - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
              - {name: dr, namespace: mysql-dr, cluster: {name: dr, baseServerId: 200}}
            primary: prod
            """;
        var file = Path.Combine(folder, "spec.yaml");
        File.WriteAllText(file, (change ?? (text => text))(good));
        return file;
    }
}
