using System.Globalization;
using ClusterSetSuite.Coordinator.Api.Models;
using Spectre.Console.Rendering;

namespace ClusterSetSuite.Cli.Output;

/// <summary>Reports of promotions.</summary>
internal static class Reports
{
    /// <summary>One report in a sentence.</summary>
    public static string Line(PromotionView report) =>
        $"site {report.To} is primary in place of {report.From} since {Times.Instant(report.At)} (epoch {report.Epoch}, {(report.Person is null ? "automatic" : $"asked for by {report.Person}")}); "
        + $"RTO {Seconds(report.RecoverySeconds)}, of that detection {Seconds(report.DetectionSeconds)}; estimated loss {Seconds(report.LossSeconds)} of writes, {Seconds(report.LossBoundSeconds)} at most";

    /// <summary>All of them.</summary>
    public static IRenderable Table(IReadOnlyList<PromotionView> reports)
    {
        var table = Tables.New("EPOCH", "AT", "KIND", "FROM", "TO", "BY", "DETECTION", "RTO", "LOSS", "LOSS AT MOST");
        foreach (var report in reports)
            Tables.Row(
                table, report.Epoch.ToString(CultureInfo.InvariantCulture), Times.Instant(report.At), report.Kind, report.From, report.To, report.Person ?? "automatic",
                Seconds(report.DetectionSeconds), Seconds(report.RecoverySeconds), Seconds(report.LossSeconds), Seconds(report.LossBoundSeconds));
        return table;
    }

    private static string Seconds(double? seconds) => seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} s") : "unknown";
}
