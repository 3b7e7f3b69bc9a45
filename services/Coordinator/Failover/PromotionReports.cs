using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Failover.Detector;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>The reports of promotions in the database; each is there from its decision on (<see cref="AuthoritySession.Swap"/>).</summary>
internal sealed class PromotionReports(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Keeps the report of a promotion that is complete.</summary>
    public async Task Keep(string set, FailoverReport report, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        if (await db.Promotions.FindAsync([set, report.Epoch], ct) is not { } row)
            db.Add(row = new PromotionRow { ClusterSet = set, Epoch = report.Epoch, At = default, Report = "" });
        (row.At, row.Report) = (clock.GetUtcNow(), Write(report));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Ends the report that a detector which is gone has left: the clocks are the Coordinators' and the database's own, so it is an upper bound give or take their difference.</summary>
    public async Task End(string set, EndReport end, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoordinatorDb>();
        if (await db.Promotions.Where(row => row.ClusterSet == set).OrderByDescending(row => row.Epoch).FirstOrDefaultAsync(ct) is not { } row
            || Read(row.Report) is not { Recovery: null } report || report.To != end.To)
            return;
        if (end.IsPrimary)
        {
            var (decidedAt, now) = (row.At, clock.GetUtcNow());
            var since = now > decidedAt ? now - decidedAt : TimeSpan.Zero;
            (row.At, row.Report) = (now, Write(report with { Recovery = report.Detection + since, TakenOver = true }));
        }
        else
            db.Remove(row);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>A report as text.</summary>
    internal static string Write(FailoverReport report) => Wire.ToJson(report).GetRawText();

    /// <summary>A report from text.</summary>
    internal static FailoverReport Read(string json) => Wire.FromJson<FailoverReport>(JsonElement.Parse(json));
}
