using System.Globalization;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Coordinator.Health;

/// <summary>Weighs what the sites observe when the primary is not seen alive; no clock, no I/O. What it has no eyes for is unknown, so it never calls a primary dead.</summary>
internal static class LossWatch
{
    private static readonly TimeSpan ElectionGrace = TimeSpan.FromSeconds(15);

    /// <summary>The view, or null while the primary is seen alive.</summary>
    /// <param name="spec">The spec that was applied last.</param>
    /// <param name="primary">The site that has the primary now.</param>
    /// <param name="seen">The newest observations.</param>
    /// <param name="now">UTC, by the clock that the observations were taken with.</param>
    /// <param name="detector">The detector, which has eyes of its own, or null where none runs.</param>
    public static LossView? Of(ClusterSetSpec spec, SiteSpec primary, IReadOnlyDictionary<string, SeenSite> seen, DateTimeOffset now, AutomationView? detector = null)
    {
        var last = seen.GetValueOrDefault(primary.Name);
        var cluster = HealthReport.IsFresh(last, now) ? HealthReport.Cluster(primary, last) : null;
        if (cluster?.Primary is not null)
            return null;
        if (detector is not null)
            return detector.IsPromoting ? null : Detected(detector);
        var replicas = spec.Sites.Where(site => site.Name != primary.Name && HealthReport.IsFresh(seen.GetValueOrDefault(site.Name), now)).ToList();
        var receiver = replicas.FirstOrDefault(site => Channel(site, seen) is { Receives: true });
        var verdict = receiver is not null ? $"veto: {receiver.Name} still receives from {primary.Name}, so it lives"
            : replicas.Count == 0 ? "hold: no replica site can be asked, so the Coordinator may be the one that is cut off"
            : "not proven: some evidence can not be told, so a person decides";
        return new(verdict, [Members(cluster), Channels(replicas, receiver, seen), Guard(last, now), Observer(replicas), Election(last, now)]);
    }

    private static LossView Detected(AutomationView detector) => new(
        detector switch
        {
            { Missing.Count: > 0 } => "not proven: evidence is missing",
            { HeldBy.Count: > 0 } => $"by all the evidence; held by: {string.Join("; ", detector.HeldBy)}",
            _ => "by all the evidence",
        },
        [.. detector.Holding.Select(point => new LossPointView(point, true, "by the detector")), .. detector.Missing.Select(point => new LossPointView(point, false, "by the detector"))]);

    private static ChannelObservation? Channel(SiteSpec site, IReadOnlyDictionary<string, SeenSite> seen) =>
        HealthReport.Cluster(site, seen.GetValueOrDefault(site.Name))?.Primary?.Channel;

    private static LossPointView Members(ClusterObservation? cluster) => new(
        "every server of the primary is silent",
        cluster?.Members.Any(member => member.Answers) == true ? false : null,
        $"{(cluster is null ? "" : $"{cluster.Summary}; ")}not probed: the Coordinator has no endpoint of its servers");

    private static LossPointView Channels(List<SiteSpec> replicas, SiteSpec? receiver, IReadOnlyDictionary<string, SeenSite> seen)
    {
        var unasked = replicas.Where(site => Channel(site, seen) is null).Select(site => site.Name).ToList();
        bool? holds = receiver is not null ? false : replicas.Count == 0 || unasked.Count > 0 ? null : true;
        return new("no replica receives from the primary", holds, holds switch
        {
            false => $"{receiver!.Name} still receives",
            true => $"nothing comes to {string.Join(", ", replicas.Select(site => site.Name))}",
            null => replicas.Count == 0 ? "no replica site can be asked" : $"{string.Join(", ", unasked)} shows no channel",
        });
    }

    private static LossPointView Guard(SeenSite? last, DateTimeOffset now) => new(
        "the primary's agent is silent on every path", HealthReport.IsFresh(last, now) ? false : null, $"{Age(last?.SeenAt, now)} on the broker; there is no direct path to ask it");

    private static LossPointView Observer(List<SiteSpec> replicas) => new(
        "the Coordinator is not the one cut off",
        replicas.Count == 0 ? false : null,
        replicas.Count == 0 ? "no replica site reports" : $"{string.Join(", ", replicas.Select(site => site.Name))} reports; there is no neutral witness to ask");

    private static LossPointView Election(SeenSite? last, DateTimeOffset now) => new(
        "an election could have ended it", last?.LastAlive is { } alive ? now - alive.SeenAt >= ElectionGrace : null, $"a primary server: {Age(last?.LastAlive?.SeenAt, now)}");

    private static string Age(DateTimeOffset? at, DateTimeOffset now) =>
        at is null ? "never seen" : string.Create(CultureInfo.InvariantCulture, $"last seen {(now - at.Value).TotalSeconds:0} s ago");
}
