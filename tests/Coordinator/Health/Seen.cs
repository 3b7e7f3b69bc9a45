using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Health;

namespace ClusterSetSuite.Coordinator.Tests.Health;

/// <summary>Observations of the set <c>mycs</c>: prod with three servers, dr with three.</summary>
internal static class Seen
{
    public const string P = "7b53ec3e-e730-11f1-a00f-02fc00000001";

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    public static readonly ClusterSetSpec Spec = SpecDocument.Read("""
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
        primary: prod
        """).Spec!;

    /// <summary>All is well: prod writes, dr follows.</summary>
    public static Dictionary<string, SeenSite> Well => new()
    {
        ["prod"] = At("prod", Cluster("prd", 0, View(4, "PRIMARY", "REPLICA"), executed: $"{P}:1-10")),
        ["dr"] = At("dr", Cluster("dr", null, View(4, "PRIMARY", "REPLICA"), executed: $"{P}:1-10", channel: Channel())),
    };

    public static SeenSite At(string site, ClusterObservation cluster, double secondsAgo = 0.5) => new(
        new SiteObservation { Site = site, StartedAt = Now.AddHours(-1), Number = 7, At = Now, Clusters = [cluster] }, Now.AddSeconds(-secondsAgo));

    /// <summary>Three servers, of which the first is the group's primary and at most one is writable.</summary>
    public static ClusterObservation Cluster(string name, int? writable, SetObservation? set, string executed, ChannelObservation? channel = null) => new()
    {
        Namespace = name == "prd" ? "mysql-prod" : "mysql-dr",
        Name = name,
        Members =
        [
            .. Enumerable.Range(0, 3).Select(i => new MemberObservation
            {
                Pod = $"{name}-{i}", Uuid = $"{name}{i}", State = "ONLINE", Role = i == 0 ? "PRIMARY" : "SECONDARY", ReadOnly = i != writable, Executed = executed, Set = set,
                Channel = i == 0 ? channel : null, Group = new Dictionary<string, string> { ["0"] = "ONLINE", ["1"] = "ONLINE", ["2"] = "ONLINE" },
            }),
        ],
    };

    public static ClusterObservation Dead(this ClusterObservation cluster) =>
        cluster with { Members = [.. cluster.Members.Select(member => new MemberObservation { Pod = member.Pod, Unreachable = "connection refused" })] };

    public static SetObservation View(ulong view, string prd, string myreplica) => new()
    {
        Id = "s", Name = "mycs", View = view, Clusters = [new("prd", prd, prd.Length == 0), new("myreplica", myreplica, myreplica.Length == 0)],
    };

    public static ChannelObservation Channel(string receiver = "ON", double lag = 0, string? received = null) => new()
    {
        Receiver = receiver, Applier = "ON", Source = "prd-0:3306", Received = received ?? $"{P}:1-10", Unapplied = "", SilentFor = receiver == "ON" ? 0.4 : 12, HeartbeatInterval = 30, Lag = lag,
    };
}
