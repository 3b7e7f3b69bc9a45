using ClusterSetSuite.Cli.Output;
using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Cli.Tests.Output;

public class ProgressPrinterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_stage_is_told_once_when_it_starts_and_once_when_it_is_done()
    {
        using var output = new StringWriter();
        var printer = new ProgressPrinter(output, live: false);
        printer.Show(Operation("Running", Step("Running")));
        printer.Show(Operation("Running", Step("Running")));
        printer.Show(Operation("Done", Step("Done")));
        printer.Show(Operation("Done", Step("Done")));
        Assert.Equal(["     1.0 s  DNS: expose ...", "     3.5 s  DNS: expose: done, 2.5 s"], Lines(output));
    }

    [Fact]
    public void A_stage_in_which_nothing_was_to_do_says_so()
    {
        using var output = new StringWriter();
        new ProgressPrinter(output, live: false).Show(Operation("Done", Step("AlreadyDone")));
        Assert.EndsWith("DNS: expose: already done, 2.5 s", Lines(output)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_is_told_once_however_often_it_is_met()
    {
        using var output = new StringWriter();
        var printer = new ProgressPrinter(output, live: false);
        printer.Show(Operation("Running", Step("Failed", "the NodePort is taken", attempt: 1)));
        printer.Show(Operation("Running", Step("Failed", "the NodePort is taken", attempt: 2)));
        Assert.Single(Lines(output), line => line.Contains("dns-expose/dr: the NodePort is taken", StringComparison.Ordinal));
    }

    private static string[] Lines(StringWriter output) => output.ToString().TrimEnd('\n').Split('\n');

    private static OperationView Operation(string state, StepView step) => new()
    {
        Id = Guid.Empty,
        Kind = "provision",
        ClusterSet = "mycs",
        State = "Running",
        StartedAt = Start,
        Stages =
        [
            new() { Name = "dns-expose", Title = "DNS: expose", State = state, StartedAt = Start.AddSeconds(1), EndedAt = state == "Done" ? Start.AddSeconds(3.5) : null, Steps = [step] },
        ],
    };

    private static StepView Step(string state, string? reason = null, int attempt = 1) => new()
    {
        Id = "dns-expose/dr",
        Title = "DNS: expose (dr)",
        Site = "dr",
        Agent = "dns-agent",
        State = state,
        Attempt = attempt,
        Reason = reason,
    };
}
