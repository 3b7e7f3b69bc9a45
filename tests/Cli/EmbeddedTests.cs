using ClusterSetSuite.Cli.Commands;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Cli.Tests;

/// <summary>Commands on a ClusterSet that an earlier embedded run was asked for: which sites it has, its database tells.</summary>
[Collection("console")]
public sealed class EmbeddedTests : IDisposable
{
    private static readonly string[][] Commands =
    [
        ["remove", "mycs", "--site", "dr"], ["dissolve", "mycs"], ["switchover", "mycs", "--to", "dr"], ["failover", "mycs", "--to", "dr", "--confirm", "mycs"], ["rejoin", "mycs", "dr"],
        ["drill", "mycs", "--to", "dr"], ["resume", "mycs"],
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("clusterset-embedded-").FullName;
    private readonly string? _home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
    private readonly TextWriter _stderr = Console.Error;

    public EmbeddedTests() => Environment.SetEnvironmentVariable("XDG_STATE_HOME", _folder);

    public static TheoryData<string[]> Every => [.. Commands];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_set_that_no_embedded_run_knows_is_told_with_a_way_on(string[] command)
    {
        var (code, error) = await Run([.. command, "--embedded"]);
        Assert.Equal((ExitCodes.BadInput, "no embedded run of yours on this machine knows a ClusterSet 'mycs'; adopt it first: clusterset apply -f SPEC --embedded"), (code, error));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task The_sites_of_a_known_set_are_looked_up_in_the_kubeconfig_before_anything_starts(string[] command)
    {
        var kubeconfig = await Known();
        var (code, error) = await Run([.. command, "--embedded", "--kubeconfig", kubeconfig]);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Equal($"site dr: {kubeconfig} has no context 'dr'; name one with --context dr=CONTEXT (there are: prod)", error);
    }

    public void Dispose()
    {
        Console.SetError(_stderr);
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", _home);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The database as a run leaves it, and a kubeconfig without a context for dr.</summary>
    private async Task<string> Known()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "clusterset")).FullName;
        var spec = SpecDocument.Read("""
            name: mycs
            sites:
              - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
              - {name: dr, namespace: mysql-dr, cluster: {name: dr, baseServerId: 200}}
            primary: prod
            """).Spec!;
        await using var db = new CoordinatorDb(new DbContextOptionsBuilder<CoordinatorDb>().UseSqlite($"Data Source={Path.Combine(folder, "mycs.db")}").Options, new());
        await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        db.Add(new ClusterSetRow { Name = "mycs", Spec = Wire.ToJson(spec).GetRawText(), LastOperation = Guid.NewGuid(), AppliedAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return await Kubeconfigs.WithProdAlone(_folder);
    }

    private static async Task<(int Code, string Error)> Run(string[] arguments)
    {
        using var error = new StringWriter();
        Console.SetError(error);
        var code = await CommandLine.Run(Root.Build(), arguments);
        return (code, error.ToString().Trim());
    }
}
