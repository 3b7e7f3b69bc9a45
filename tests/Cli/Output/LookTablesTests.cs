using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Api.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Tests.Output;

public class LookTablesTests
{
    [Fact]
    public void A_plan_shows_every_step_in_words_and_counts_them()
    {
        var text = Shown(LookTables.Plan(Operation(
            Step("a", "AlreadyDone", "as wanted"), Step("b", "Needed", "is not there"), Step("c", "NotKnown", "not known yet: depends on b"), Step("d", "Refused", "holds user data"))));

        Assert.Contains("1 ok, 1 to do, 1 not known yet, 1 REFUSED. Nothing was changed.", text, StringComparison.Ordinal);
        Assert.Contains("not known yet: depends on b", text, StringComparison.Ordinal);
        Assert.DoesNotContain("as wanted", text, StringComparison.Ordinal);
        Assert.Contains("nothing stands in the way", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_shows_what_was_seen_what_it_means_and_how_to_mend_it()
    {
        var text = Shown(LookTables.Findings([new(Severity.Error, "dr", "no default class", "volumes would wait", "name one"), new(Severity.Info, "prod", "port taken", "another is used", "")]));

        Assert.Contains("ERROR", text, StringComparison.Ordinal);
        Assert.Contains("means: volumes would wait", text, StringComparison.Ordinal);
        Assert.Contains("mend:  name one", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), line => line.Contains("mend:", StringComparison.Ordinal));
    }

    [Fact]
    public void Drift_is_told_by_step_and_its_absence_too()
    {
        var at = DateTimeOffset.UnixEpoch;
        Assert.Contains("not looked yet", Shown(LookTables.Drift(null)), StringComparison.Ordinal);
        Assert.Contains("everything is as applied (seen 1970-01-01 00:00:00Z)", Shown(LookTables.Drift(new(at, Guid.Empty, []))), StringComparison.Ordinal);
        Assert.Contains("somebody changed it", Shown(LookTables.Drift(new(at, Guid.Empty, [new("dns-forward/dr", "dr", "Needed", "somebody changed it", null)]))), StringComparison.Ordinal);
    }

    private static string Shown(IRenderable what)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 160;
        console.Write(what);
        return writer.ToString();
    }

    private static OperationView Operation(params StepView[] steps) => new()
    {
        Id = Guid.Empty,
        Kind = "plan",
        ClusterSet = "mycs",
        State = "Completed",
        StartedAt = DateTimeOffset.UnixEpoch,
        Stages = [new StageView { Name = "s", Title = "Stage", State = "Done", Steps = steps }],
    };

    private static StepView Step(string id, string state, string reason) => new() { Id = id, Title = id, Site = "prod", Agent = "mesh-agent", State = state, Attempt = 1, Reason = reason };
}
