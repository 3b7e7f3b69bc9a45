using System.Globalization;
using ClusterSetSuite.Coordinator.Api.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Output;

/// <summary>Reports of promotions.</summary>
internal static class Reports
{
    /// <summary>One report in a sentence.</summary>
    public static string Line(PromotionView report) =>
        $"site {report.To} is primary in place of {report.From} since {Times.Instant(report.At)} (epoch {report.Epoch}, {(report.Person is null ? "automatic" : $"asked for by {report.Person}")}); "
        + $"RTO {Recovery(report)}, of that detection {Seconds(report.DetectionSeconds)}; estimated loss {Seconds(report.LossSeconds)} of writes, {Seconds(report.LossBoundSeconds)} at most";

    /// <summary>All of them.</summary>
    /// <param name="Promotions">Of promotions by the detector.</param>
    /// <param name="Drills">Of drills.</param>
    public sealed record All(IReadOnlyList<PromotionView> Promotions, IReadOnlyList<DrillView> Drills);

    /// <summary>All of them.</summary>
    public static IRenderable Table(All reports) => new Rows(
        new Text("Failovers by the detector"), Promotions(reports.Promotions), new Text(""), new Text("Drills (every step of one: clusterset operations <id>)"), Drills(reports.Drills));

    private static Table Drills(IReadOnlyList<DrillView> drills)
    {
        var table = Tables.New("ID", "AT", "BY", "WHAT", "FROM", "TO", "STATE", "TOOK", "PAUSE THERE", "PAUSE BACK", "WRITES KEPT", "WHY");
        foreach (var drill in drills)
            Tables.Row(
                table, $"{drill.Operation}", Times.Instant(drill.StartedAt), drill.Scheduled ? "schedule" : "a person", What(drill), drill.From, drill.To, drill.State, Times.Between(drill.StartedAt, drill.EndedAt),
                Pause(drill.PauseThere), Pause(drill.PauseBack), drill.Acknowledged.ToString(CultureInfo.InvariantCulture), drill.Reason ?? "");
        return table;
    }

    private static Table Promotions(IReadOnlyList<PromotionView> reports)
    {
        var table = Tables.New("EPOCH", "AT", "KIND", "FROM", "TO", "BY", "EVIDENCE", "LEASES", "DRAIN", "ORDERS", "ADMINAPI", "RTO", "LOSS", "LOSS AT MOST");
        foreach (var report in reports)
            Tables.Row(
                table, report.Epoch.ToString(CultureInfo.InvariantCulture), Times.Instant(report.At), report.Kind, report.From, report.To, report.Person ?? "automatic",
                Seconds(report.Parts.Evidence), Seconds(report.Parts.Leases), Seconds(report.Parts.Drain), Seconds(report.Parts.Orders), Seconds(report.Parts.AdminApi),
                Recovery(report), Seconds(report.LossSeconds), Seconds(report.LossBoundSeconds));
        return table;
    }

    private static string What(DrillView drill) => drill switch
    {
        { Isolated: false } => "moved",
        { Promotion: { } report } => $"cut off: epoch {report.Epoch}, RTO {Recovery(report)}, loss {Seconds(report.LossSeconds)}",
        _ => "cut off",
    };

    private static string Recovery(PromotionView report) => report.RecoverySeconds is null ? "not complete yet" : $"{(report.TakenOver ? "at most " : "")}{Seconds(report.RecoverySeconds)}";

    private static string Pause(double? seconds) => seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.00} s") : "-";

    private static string Seconds(double? seconds) => seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} s") : "unknown";
}
