using System.Globalization;
using ClusterSetSuite.Contracts.Gtids;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;

namespace ClusterSetSuite.Coordinator.Health;

/// <summary>From the newest observations to what speaks for and against a failover; no clock, no I/O.</summary>
public static class FailoverEvidence
{
    /// <summary>The view.</summary>
    /// <param name="spec">The spec, with the primary where it is now.</param>
    /// <param name="to">The target's name, one of the spec's sites and not the primary's.</param>
    /// <param name="context">What is known of the agents.</param>
    /// <param name="seen">The newest observations.</param>
    /// <param name="now">UTC, by the clock that the observations were taken with.</param>
    public static FailoverEvidenceView Of(ClusterSetSpec spec, string to, OperationContext context, IReadOnlyDictionary<string, SeenSite> seen, DateTimeOffset now)
    {
        var (primary, target) = (spec.PrimarySite, spec.Site(to)!);
        var loss = Loss(spec, primary, target, seen, now);
        return new FailoverEvidenceView
        {
            Primary = primary.Name,
            To = to,
            Evidence = [OfPrimary(primary, context, seen.GetValueOrDefault(primary.Name), now), .. spec.ReplicaSites.Select(site => OfReplica(site, context, seen.GetValueOrDefault(site.Name), now))],
            Refusals = [.. Refusals(spec, primary, target, context, seen, now)],
            EstimatedLoss = loss.Words,
            KnownLost = loss.Missing?.ToString(),
            LossSeconds = loss.Seconds,
        };
    }

    private static string OfPrimary(SiteSpec site, OperationContext context, SeenSite? seen, DateTimeOffset now)
    {
        var agent = context.Silent.Contains(site.Name) ? "its agent is silent" : "its agent reports";
        if (!HealthReport.IsFresh(seen, now) || HealthReport.Cluster(site, seen) is not { } cluster)
            return $"{site.Name} (primary): {agent}; {Since(seen, now)}";
        return $"{site.Name} (primary): {agent}; {cluster.Summary}{(cluster.Writable.Any() ? "; it takes writes" : "")}";
    }

    private static string OfReplica(SiteSpec site, OperationContext context, SeenSite? seen, DateTimeOffset now)
    {
        if (!HealthReport.IsFresh(seen, now) || HealthReport.Cluster(site, seen) is not { } cluster)
            return $"{site.Name}: {(context.Silent.Contains(site.Name) ? "its agent is silent" : "its agent reports")}; {Since(seen, now)}";
        var channel = cluster.Primary?.Channel;
        return channel is null
            ? $"{site.Name}: no channel from the primary; {cluster.Summary}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{site.Name}: the channel is {channel.Word}{(channel.Error is { } error ? $" ({error})" : "")}, heard of the primary {(channel.SilentFor is { } silence ? $"{silence:0} s ago" : "never")}, {GtidSet.Parse(channel.Unapplied).Count} received transactions not applied; {cluster.Online} servers online");
    }

    private static string Since(SeenSite? seen, DateTimeOffset now) =>
        seen is null ? "its servers were never observed" : string.Create(CultureInfo.InvariantCulture, $"its servers were last observed {(now - seen.SeenAt).TotalSeconds:0} s ago");

    private static IEnumerable<string> Refusals(
        ClusterSetSpec spec, SiteSpec primary, SiteSpec target, OperationContext context, IReadOnlyDictionary<string, SeenSite> seen, DateTimeOffset now)
    {
        if (context.Silent.Contains(target.Name))
            yield return $"the mysql-agent of {target.Name} does not report: nothing can be done there";
        if (Fresh(primary, seen, now) is { } old && old.Members.Any(member => member.Answers))
            yield return old.Writable.Any()
                ? $"the primary lives and takes writes ({old.Summary}): move it with clusterset switchover"
                : $"servers of the primary answer ({old.Summary}): restore the group there, or stop these servers for good first";
        foreach (var site in spec.ReplicaSites.Where(site => Fresh(site, seen, now)?.Primary?.Channel is { Receives: true }))
            yield return $"{site.Name} still receives from the primary: it lives";
        if (Fresh(target, seen, now) is { } cluster && cluster.Set?.Find(spec.NameInSet(target)) is { Invalidated: true })
            yield return $"the set has invalidated {spec.NameInSet(target)}";
    }

    private static ClusterObservation? Fresh(SiteSpec site, IReadOnlyDictionary<string, SeenSite> seen, DateTimeOffset now) =>
        seen.GetValueOrDefault(site.Name) is { } found && HealthReport.IsFresh(found, now) ? HealthReport.Cluster(site, found) : null;

    private static (string Words, GtidSet? Missing, double? Seconds) Loss(
        ClusterSetSpec spec, SiteSpec primary, SiteSpec target, IReadOnlyDictionary<string, SeenSite> seen, DateTimeOffset now)
    {
        var alive = seen.GetValueOrDefault(primary.Name)?.LastAlive;
        var last = Last(primary, alive)?.Primary;
        var (at, replica) = (seen.GetValueOrDefault(target.Name)?.SeenAt, HealthReport.Cluster(target, seen.GetValueOrDefault(target.Name))?.Primary);
        if (alive is null || last is null || at is null || replica is null)
            return ($"unknown: {(last is null ? $"the primary of {spec.Name} was never observed" : $"{target.Name} is not observed")}", null, null);
        var missing = GtidSet.Parse(last.Executed).Except(GtidSet.Parse(replica.Executed)).Except(GtidSet.Parse(replica.Channel?.Received ?? ""));
        var seconds = replica.Channel?.SilentFor is { } silence ? Math.Max(0, (alive.SeenAt - (at.Value - TimeSpan.FromSeconds(silence))).TotalSeconds) : (double?)null;
        var known = missing.IsEmpty
            ? $"{target.Name} has everything that the primary was seen to have"
            : $"{missing.Count} transactions that the primary was seen to have never came to {target.Name}: {missing}";
        return (string.Create(
            CultureInfo.InvariantCulture,
            $"{known}; the primary was last seen alive {(now - alive.SeenAt).TotalSeconds:0} s ago, and what it took in the last {SiteObservation.Interval.TotalSeconds:0} s before it fell silent was not seen"), missing, seconds);
    }

    private static ClusterObservation? Last(SiteSpec site, SeenAlive? alive) =>
        alive?.Observation.Clusters.FirstOrDefault(cluster => cluster.Namespace == site.Namespace && cluster.Name == site.Cluster.Name);
}
