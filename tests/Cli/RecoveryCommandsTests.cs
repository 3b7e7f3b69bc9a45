using System.Text.Json;
using ClusterSetSuite.Cli.Commands;

namespace ClusterSetSuite.Cli.Tests;

/// <summary>Status, switchover, failover and rejoin against a real Coordinator.</summary>
[Collection("console")]
public sealed class RecoveryCommandsTests : IDisposable
{
    private readonly TextWriter stdout = Console.Out;
    private readonly TextWriter stderr = Console.Error;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_as_json_tells_who_writes_and_what_is_wrong()
    {
        await using var coordinator = await RunningCoordinator.Start(Ct);
        await coordinator.Observe(primaryLives: true, 1, Ct);
        var (code, output, _) = await Run(coordinator, "status", "mycs", "-o", "json");

        Assert.Equal(ExitCodes.Ok, code);
        var health = JsonElement.Parse(output).GetProperty("health");
        Assert.Equal(("HEALTHY", "prod"), (health.GetProperty("status").GetString(), health.GetProperty("primarySite").GetString()));

        await coordinator.Observe(primaryLives: false, 2, Ct);
        (_, output, _) = await Run(coordinator, "status", "mycs", "-o", "json");
        Assert.Equal("UNAVAILABLE", JsonElement.Parse(output).GetProperty("health").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_failover_shows_the_evidence_and_is_refused_while_the_primary_lives()
    {
        await using var coordinator = await RunningCoordinator.Start(Ct);
        await coordinator.Observe(primaryLives: true, 1, Ct);

        var (code, output, error) = await Run(coordinator, "failover", "mycs", "--to", "dr", "--confirm", "mycs");

        Assert.Equal((ExitCodes.Failed, "Nothing was changed."), (code, error));
        Assert.Contains("! the primary lives and takes writes", output, StringComparison.Ordinal);
        Assert.Contains("! dr still receives from the primary", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_is_cut_off_only_by_its_sets_name_and_where_something_would_replace_it()
    {
        await using var coordinator = await RunningCoordinator.Start(Ct);
        await coordinator.Observe(primaryLives: true, 1, Ct);

        var (code, output, error) = await Run(coordinator, "drill", "mycs", "--to", "dr", "--isolate", "--confirm", "mycluster");
        Assert.Equal((ExitCodes.BadInput, "'mycluster' is not 'mycs'. Nothing was changed."), (code, error));

        (code, output, error) = await Run(coordinator, "drill", "mycs", "--to", "dr", "--isolate", "--confirm", "mycs");
        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("no detector watches over mycs", $"{output}{error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failover_of_a_dead_primary_wants_the_sets_name_and_is_then_handed_over()
    {
        await using var coordinator = await RunningCoordinator.Start(Ct);
        await coordinator.Observe(primaryLives: true, 1, Ct);
        await coordinator.Observe(primaryLives: false, 2, Ct);

        var (code, output, error) = await Run(coordinator, "failover", "mycs", "--to", "dr", "--confirm", "mycluster");
        Assert.Equal((ExitCodes.BadInput, "'mycluster' is not 'mycs'. Nothing was changed."), (code, error));
        Assert.Contains("Estimated loss: dr has everything that the primary was seen to have", output, StringComparison.Ordinal);

        var id = $"{Guid.NewGuid()}";
        for (var times = 0; times < 2; times++)
        {
            (code, output, _) = await Run(coordinator, "failover", "mycs", "--to", "dr", "--confirm", "mycs", "--no-wait", "--operation-id", id);
            Assert.Equal(ExitCodes.Ok, code);
            Assert.EndsWith(id, output, StringComparison.Ordinal);
        }

        (_, output, _) = await Run(coordinator, "operations", id, "-o", "json");
        Assert.Equal("failover", JsonElement.Parse(output).GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("'mars' is no site of mycs; there are: prod, dr", "switchover", "mycs", "--to", "mars")]
    [InlineData("'soon' is no time", "switchover", "mycs", "--to", "dr", "--timeout", "soon")]
    [InlineData("prod has the primary already", "failover", "mycs", "--to", "prod", "--confirm", "mycs")]
    [InlineData("there is nothing to rejoin", "rejoin", "mycs", "prod")]
    public async Task A_wrong_request_is_told_what_is_wrong(string message, params string[] arguments)
    {
        await using var coordinator = await RunningCoordinator.Start(Ct);

        var (code, _, error) = await Run(coordinator, arguments);

        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("switchover", "other", "--to", "dr")]
    [InlineData("failover", "other", "--to", "dr", "--confirm", "other")]
    [InlineData("rejoin", "other", "dr")]
    [InlineData("status", "other")]
    public async Task An_unknown_set_is_told(params string[] arguments)
    {
        await using var coordinator = await RunningCoordinator.Start(Ct);

        var (code, _, error) = await Run(coordinator, arguments);

        Assert.NotEqual(ExitCodes.Ok, code);
        Assert.Contains("here is no ClusterSet", error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Console.SetOut(stdout);
        Console.SetError(stderr);
    }

    private static async Task<(int Code, string Output, string Error)> Run(RunningCoordinator coordinator, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Console.SetOut(output);
        Console.SetError(error);
        var code = await CommandLine.Run(Root.Build(), [.. arguments, "--coordinator", coordinator.Url]);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }
}
