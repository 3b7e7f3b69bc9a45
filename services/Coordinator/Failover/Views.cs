using System.Text.Json;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Detector;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>Detectors and their reports as people see them.</summary>
internal static class Views
{
    /// <summary>A detector at a glance.</summary>
    public static AutomationView Of(DetectorLoop loop, DateTimeOffset utc)
    {
        var (state, now) = (loop.State, BootClock.Now);
        var status = DetectorStatus.Of(state, now);
        return new()
        {
            Sentence = status.Sentence,
            Enforced = state.Record?.Enforced == true,
            IsPromoting = state is { Run: not null } or { Record.Promotion: not null },
            Epoch = state.Record?.Epoch ?? 0,
            Holding = status.Holding,
            Missing = status.Missing,
            HeldBy = loop.Rests ? ["an operation works on the set, and the automation rests until it has ended"] : status.HeldBy,
            Guards = loop.Sentences,
            Alert = loop.Alert,
            MaintenanceUntil = state.MaintenanceUntil > now ? utc + (state.MaintenanceUntil - now) : null,
        };
    }

    /// <summary>A report.</summary>
    public static PromotionView ToView(this PromotionRow row)
    {
        var report = PromotionReports.Read(row.Report);
        return new()
        {
            Epoch = row.Epoch,
            At = row.At,
            Kind = JsonNamingPolicy.CamelCase.ConvertName($"{report.Kind}"),
            From = report.From,
            To = report.To,
            Person = report.Person,
            Evidence = report.Evidence,
            EvidentSeconds = report.Evident?.TotalSeconds,
            UnlockedSeconds = report.Unlocked?.TotalSeconds,
            DetectionSeconds = report.Detection.TotalSeconds,
            ForcedSeconds = report.Forced?.TotalSeconds,
            RecoverySeconds = report.Recovery?.TotalSeconds,
            TakenOver = report.TakenOver,
            LossSeconds = report.Loss.Estimate?.TotalSeconds,
            LossBoundSeconds = report.Loss.UpperBound?.TotalSeconds,
            Kept = report.Kept.ToString(),
        };
    }
}
