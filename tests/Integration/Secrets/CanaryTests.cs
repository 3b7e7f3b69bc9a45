using System.Net;
using ClusterSetSuite.Integration.Tests.Operations;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;
using Npgsql;

namespace ClusterSetSuite.Integration.Tests.Secrets;

/// <summary>Known values are put where secrets belong, and then looked for everywhere else.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Root = "c4nary-root-password";
    private const string Broker = "c4nary-broker-password";
    private const string Database = "c4nary-database-password";
    private const string Token = "c4nary-api-token";
    private const string Mark = "c4nary";
    private readonly string _folder = Directory.CreateTempSubdirectory("clusterset-canary-").FullName;
    private readonly RootPassword _root = new(Root);
    private readonly KeptLogs _logs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _logs.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Secrets_are_in_no_log_argument_message_row_or_answer()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        await using var watch = new CommandLineWatch(Mark);
        await using var kubernetes = await KubeApiServer.Start(Ct); // keeps the agents' keys
        await using var sites = await TwoSites.Start(await Options(kubernetes), Ct);
        await using var tap = await BrokerTap.Open(sites.Rabbit, ["prod", "dr"], Ct);
        sites.Coordinator.ShowToken("wrong-token");
        using (var refused = await sites.Coordinator.Apply("mycs", TwoSites.Spec, Guid.NewGuid(), Ct))
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        sites.Coordinator.ShowToken(Token);
        var id = Guid.NewGuid();
        using var accepted = await sites.Coordinator.Apply("mycs", TwoSites.Spec, id, Ct);
        var ended = await sites.Coordinator.Until(id, operation => operation.EndedAt is not null, Ct);

        Assert.True(ended.State == "Completed", $"{ended.State}: {ended.Reason}");
        Assert.Equal(Root, _root.Opened); // it was there to be spilt
        string[] answers = [await sites.Coordinator.Text($"/v1/operations/{id}", Ct), await sites.Coordinator.Text($"/v1/operations/{id}/events?wait=0", Ct)];
        var rows = await Rows(sites);
        Assert.Contains(rows, row => row.Contains("no answer to the login of root with ***", StringComparison.Ordinal));
        Assert.Contains(tap.Bodies, body => body.Contains("PlaceCredentials", StringComparison.Ordinal));
        Assert.Contains(_logs.Lines, line => line.Contains("***", StringComparison.Ordinal));
        Assert.True(sites.Coordinator.Output.Count > 10 && watch.Looks > 10, $"{sites.Coordinator.Output.Count} lines, {watch.Looks} looks");
        Assert.All([.. answers, .. rows, .. tap.Bodies, .. _logs.Lines, .. sites.Coordinator.Output], text => Assert.DoesNotContain(Mark, text, StringComparison.Ordinal));
        Assert.Null(watch.Found);
    }

    private async Task<TwoSitesOptions> Options(KubeApiServer kubernetes)
    {
        var token = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(token, Token, Ct);
        return new TwoSitesOptions
        {
            BrokerPassword = Broker,
            DatabasePassword = Database,
            CoordinatorSettings = [$"Api:TokenFile={token}", "Logging:LogLevel:Default=Debug"],
            AgentSettings = [$"Kubernetes:Kubeconfig={kubernetes.Kubeconfig}", "Site:InCluster=false", "Logging:LogLevel:Default=Debug"],
            AddSteps = (services, world) => services.AddCanarySteps(world, _root),
            Logs = _logs,
        };
    }

    /// <summary>Every row of every table as JSON.</summary>
    private static async Task<List<string>> Rows(TwoSites sites)
    {
        await using var database = new NpgsqlConnection($"{sites.Postgres.ConnectionString};Password={Database};Pooling=false");
        await database.OpenAsync(Ct);
        var rows = new List<string>();
        foreach (var table in await Texts(database, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
            rows.AddRange(await Texts(database, $"SELECT row_to_json(t)::text FROM \"{table}\" t"));
        return rows;
    }

    private static async Task<List<string>> Texts(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct))
            texts.Add(reader.GetString(0));
        return texts;
    }
}
