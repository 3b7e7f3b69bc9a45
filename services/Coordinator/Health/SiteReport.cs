using System.Globalization;
using ClusterSetSuite.Contracts.Gtids;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Coordinator.Health;

/// <summary>One site of a ClusterSet at a glance.</summary>
internal static class SiteReport
{
    /// <summary>The view.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="site">The site.</param>
    /// <param name="set">The newest view that any site knows.</param>
    /// <param name="reference">The primary server as observed now, or null.</param>
    /// <param name="seen">The site's newest observation, or null.</param>
    /// <param name="now">UTC.</param>
    public static SiteHealthView Of(ClusterSetSpec spec, SiteSpec site, SetObservation? set, MemberObservation? reference, SeenSite? seen, DateTimeOffset now)
    {
        var (name, cluster) = (spec.NameInSet(site), HealthReport.Cluster(site, seen));
        var view = new SiteHealthView
        {
            Site = site.Name, Cluster = name, Role = Role(set, name), Wanted = site.Cluster.Instances, SeenAt = seen?.SeenAt,
            Stale = !HealthReport.IsFresh(seen, now) || cluster is null,
            Absent = HealthReport.IsFresh(seen, now) && cluster is null ? seen!.Observation.Trouble ?? $"there is no InnoDBCluster {site.Cluster.Name} in namespace {site.Namespace}" : null,
        };
        if (cluster is null)
            return view;
        view = view with
        {
            InSet = set?.Find(name) is not null || cluster.Set?.Name == spec.Name,
            Online = cluster.Online,
            Writable = [.. cluster.Writable.Select(member => member.Pod)],
            Members = [.. cluster.Members.Select(Member)],
        };
        return view.Role == "PRIMARY" ? view : WithChannel(view, cluster, reference);
    }

    private static MemberHealthView Member(MemberObservation member) =>
        new(member.Pod, member.Answers ? member.State : "no answer", member.Role, member.ReadOnly, member.Unreachable) { AdministratorsOnly = member.IsForAdministratorsOnly };

    /// <summary>What is not as it should be.</summary>
    public static IEnumerable<string> Troubles(SiteHealthView site, bool isPrimary)
    {
        if (site.Stale)
        {
            yield return site switch
            {
                { Absent: { } absent } => $"{site.Site}: {absent}",
                { SeenAt: null } => $"{site.Site}: never observed: does its mysql-agent run (clusterset agents), and was the spec applied?",
                { SeenAt: var at } => $"{site.Site}: not observed since {at.Value.UtcDateTime:HH:mm:ss}Z: look at its mysql-agent and at its way to the broker",
            };
            yield break;
        }

        if (!site.InSet)
        {
            if (site.Role is "not in the set")
                yield return $"{site.Site}: {site.Cluster} has not joined the set, and is a cluster of its own until it does: clusterset apply takes it in";
            yield break;
        }

        if (isPrimary && site.Writable.Count == 0)
            yield return $"{site.Site}: the primary takes no writes";
        if (isPrimary && site.Members.Where(member => member.AdministratorsOnly).Select(member => member.Pod).ToList() is { Count: > 0 } pods)
            yield return $"{site.Site}: {string.Join(", ", pods)} takes writes of administrators alone, read_only is on: SET GLOBAL read_only = OFF there lets the other accounts write";
        if (!isPrimary && site.Writable.Count > 0)
            yield return $"{site.Site}: {string.Join(", ", site.Writable)} would take writes and is not of the primary";
        if (site.Role is "INVALIDATED")
            yield return $"{site.Site}: {site.Cluster} was invalidated: take it back with clusterset rejoin";
        if (site.Role is "not in the set")
            yield return $"{site.Site}: {site.Cluster} has been taken out of the set, which its servers do not know yet: look at the last operations (clusterset operations)";
        if (site.Online < site.Wanted)
            yield return $"{site.Site}: {site.Online} of {site.Wanted} servers are online";
        if (site is { Role: "REPLICA", Channel: not "OK" })
            yield return $"{site.Site}: the channel is {site.Channel}{(site.ChannelError is { } error ? $": {error}" : "")}";
        if (site.Errant is { } errant)
            yield return $"{site.Site}: transactions that the primary has not: {errant}";
    }

    private static string Role(SetObservation? set, string name) => set?.Find(name) switch
    {
        _ when set is null => "unknown",
        null => "not in the set",
        { Invalidated: true } => "INVALIDATED",
        { Role: var role } => role,
    };

    private static SiteHealthView WithChannel(SiteHealthView view, ClusterObservation cluster, MemberObservation? reference)
    {
        var member = cluster.Primary ?? cluster.Members.FirstOrDefault(m => m is { Answers: true, Channel: not null }) ?? cluster.Members.FirstOrDefault(m => m.Answers);
        if (member is null)
            return view with { Channel = "UNKNOWN" };
        var channel = view with { Channel = member.Channel?.Word ?? "MISSING", ChannelError = member.Channel?.Error, LagSeconds = member.Channel?.Lag };
        if (reference is null)
            return channel;
        var (mine, primarys) = (GtidSet.Parse(member.Executed), GtidSet.Parse(reference.Executed));
        // Observed at different moments: what the replica has received is the primary's, however new.
        var errant = mine.Except(primarys).Except(GtidSet.Parse(member.Channel?.Received ?? ""));
        return channel with
        {
            LagTransactions = primarys.Except(mine).Count,
            Errant = errant.IsEmpty ? null : string.Create(CultureInfo.InvariantCulture, $"{errant}"),
        };
    }
}
