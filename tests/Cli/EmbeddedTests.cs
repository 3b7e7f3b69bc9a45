using System.Text.Json;
using ClusterSetSuite.Cli.Commands;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.Cli.Tests;

/// <summary>Commands on a ClusterSet that an earlier embedded run was asked for: which sites it has, its database tells.</summary>
[Collection("console")]
public sealed class EmbeddedTests : IDisposable
{
    private static readonly string[][] Commands =
    [
        ["remove", "mycs", "--site", "dr"], ["dissolve", "mycs"], ["switchover", "mycs", "--to", "dr"], ["failover", "mycs", "--to", "dr", "--confirm", "mycs"], ["rejoin", "mycs", "dr"],
        ["drill", "mycs", "--to", "dr"], ["resume", "mycs"], ["status", "mycs"],
    ];

    private static readonly string[][] Readers = [["operations", "mycs"], ["reports", "mycs"]];

    private const string Spec = """
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, baseServerId: 200}}
        primary: prod
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("clusterset-embedded-").FullName;
    private readonly string? _home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
    private readonly (TextWriter Out, TextWriter Error) _console = (Console.Out, Console.Error);

    public EmbeddedTests() => Environment.SetEnvironmentVariable("XDG_STATE_HOME", _folder);

    public static TheoryData<string[]> Every => [.. Commands, .. Readers];

    public static TheoryData<string[]> EveryThatAsksSites => [.. Commands];

    public static TheoryData<string[]> EveryThatReads => [.. Readers, (string[])["status", "mycs"]];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_set_that_no_embedded_run_knows_is_told_with_a_way_on(string[] command)
    {
        var (code, _, error) = await Run([.. command, "--embedded"]);
        Assert.Equal((ExitCodes.BadInput, "no embedded run of yours on this machine knows a ClusterSet 'mycs'; adopt it first: clusterset apply -f SPEC --embedded"), (code, error));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [MemberData(nameof(EveryThatAsksSites))]
    public async Task The_sites_of_a_known_set_are_looked_up_in_the_kubeconfig_before_anything_starts(string[] command)
    {
        var kubeconfig = await Known();
        var (code, _, error) = await Run([.. command, "--embedded", "--kubeconfig", kubeconfig]);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Equal($"site dr: {kubeconfig} has no context 'dr'; name one with --context dr=CONTEXT (there are: prod)", error);
    }

    [Theory]
    [MemberData(nameof(EveryThatReads))]
    public async Task A_command_that_only_looks_leaves_an_operation_that_was_cut_off_as_it_is(string[] command)
    {
        await Known();
        var kubeconfig = await Kubeconfigs.WithBoth(_folder);

        var (code, output, error) = await Run([.. command, "--embedded", "--kubeconfig", kubeconfig, "-o", "json"]);

        Assert.True(code == ExitCodes.Ok, error);
        JsonElement.Parse(output);
        Assert.Equal(command[0] == "status" ? "provision of mycs was cut off, and nobody works on it now; it goes on with: clusterset resume mycs --embedded" : "", error);
        await using var db = Database();
        Assert.Equal(OperationStates.Initial, (await db.Operations.SingleAsync(Ct)).CurrentState);
        Assert.Empty(await db.Outbox.ToListAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Records_that_can_not_be_used_are_told_with_a_way_on(string[] command)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "clusterset"));
        await File.WriteAllTextAsync(DatabaseFile, string.Concat(Enumerable.Repeat("no database ", 1000)), Ct);
        var (code, _, error) = await Run([.. command, "--embedded"]);
        Assert.Equal(ExitCodes.Failed, code);
        Assert.Matches($"^the records of earlier runs in {DatabaseFile} can not be used: .*not a database.* Move the file away and adopt the set anew", error);
    }

    [Fact]
    public async Task Records_with_tables_of_an_unknown_kind_are_told_too()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "clusterset"));
        await using (var db = Database())
            await db.Database.EnsureCreatedAsync(Ct);
        var kubeconfig = await Kubeconfigs.WithBoth(_folder);
        var spec = Path.Combine(_folder, "spec.yaml");
        await File.WriteAllTextAsync(spec, Spec, Ct);
        var (code, _, error) = await Run(["apply", "-f", spec, "--embedded", "--kubeconfig", kubeconfig]);
        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("already exists", error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Console.SetOut(_console.Out);
        Console.SetError(_console.Error);
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", _home);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The database as a run leaves it that was cut off in its first moment, and a kubeconfig without a context for dr.</summary>
    private async Task<string> Known()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "clusterset"));
        var spec = Wire.ToJson(SpecDocument.Read(Spec).Spec!).GetRawText();
        var operation = new OperationState { CorrelationId = Guid.NewGuid(), Kind = ProvisionPlan.Kind, ClusterSet = "mycs", ActiveSet = "mycs", Spec = spec, RequestedAt = DateTimeOffset.UtcNow };
        await using var coordinator = new ServiceCollection().AddLogging().AddCoordinatorCore(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "sqlite", ["Database:ConnectionString"] = $"Data Source={DatabaseFile}",
        }).Build()).BuildServiceProvider();
        await coordinator.GetRequiredService<SchemaUpgrade>().Upgrade(Ct);
        await using var db = Database();
        db.Add(operation);
        db.Add(new ClusterSetRow { Name = "mycs", Spec = spec, LastOperation = operation.CorrelationId, AppliedAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync(Ct);
        return await Kubeconfigs.WithProdAlone(_folder);
    }

    private string DatabaseFile => Path.Combine(_folder, "clusterset", "mycs.db");

    private CoordinatorDb Database() => new(new DbContextOptionsBuilder<CoordinatorDb>().UseSqlite($"Data Source={DatabaseFile}").Options, new());

    private static async Task<(int Code, string Output, string Error)> Run(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Console.SetOut(output);
        Console.SetError(error);
        var code = await CommandLine.Run(Root.Build(), arguments);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }
}
