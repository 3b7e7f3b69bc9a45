using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using Spectre.Console;

namespace ClusterSetSuite.Cli.Tests.Output;

public class HealthTablesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_set_is_shown_in_plain_signs_with_everything_at_a_glance()
    {
        var text = Render(HealthTables.Set(Set, Now));

        Assert.Contains("ClusterSet mycs: DEGRADED", text, StringComparison.Ordinal);
        Assert.Contains("! dr: the channel is CONNECTING", text, StringComparison.Ordinal);
        Assert.Matches(@"writes +prd-0 of site prod", text);
        Assert.Matches(@"automation +observe; waits for a person", text);
        Assert.Matches(@"last operation +none", text);
        Assert.Matches(@"prod +prd +PRIMARY +3/3 +prd-0 +- +- +- +0\.5 s ago", text);
        Assert.Matches(@"dr +myreplica +REPLICA +2/3 +no +CONNECTING +1\.5 s +7 trx +8\.0 s ago \(old\)", text);
        Assert.Matches(@"dr +dr-1 +no answer +\? +refused", text);
        Assert.Matches(@"prod +prd-0 +ONLINE +PRIMARY +clients", text);
        Assert.All(text, sign => Assert.True(char.IsAscii(sign), $"'{sign}' is not plain"));
    }

    private static ClusterSetView Set => new()
    {
        Name = "mycs",
        Spec = SpecDocument.Read("""
            name: mycs
            sites:
              - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
              - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
            primary: prod
            """).Spec!,
        Health = new HealthView
        {
            Status = "DEGRADED", Troubles = ["dr: the channel is CONNECTING"], Writes = "prd-0 of site prod", PrimarySite = "prod", Automation = "observe", WaitsFor = "a person",
            Sites =
            [
                new()
                {
                    Site = "prod", Cluster = "prd", Role = "PRIMARY", Stale = false, SeenAt = Now.AddSeconds(-0.5), Wanted = 3, Online = 3, Writable = ["prd-0"],
                    Members = [new("prd-0", "ONLINE", "PRIMARY", false, null) { AdministratorsOnly = true }],
                },
                new()
                {
                    Site = "dr", Cluster = "myreplica", Role = "REPLICA", Stale = true, SeenAt = Now.AddSeconds(-8), Wanted = 3, Online = 2, Channel = "CONNECTING", LagSeconds = 1.5, LagTransactions = 7,
                    Members = [new("dr-1", "no answer", "", false, "refused")],
                },
            ],
        },
    };

    private static string Render(Spectre.Console.Rendering.IRenderable table)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 160;
        console.Write(table);
        return writer.ToString();
    }
}
