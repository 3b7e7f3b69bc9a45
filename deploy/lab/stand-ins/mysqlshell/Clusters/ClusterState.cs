using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>A cluster as all its registered members show it at one time.</summary>
internal sealed record ClusterState(ClusterRecord Record, IReadOnlyList<MemberProbe> Members)
{
    public string Name => Record.Name;

    public Availability Availability =>
        Members.Any(member => member.IsActive && member.Group.HasQuorum()) ? Availability.Online
        : Members.Any(member => member.IsActive) ? Availability.NoQuorum
        : Members.Count > 0 && Members.All(member => member.Server is not null) ? Availability.Offline
        : Availability.Unreachable;

    public bool IsAvailable => Availability == Availability.Online;

    /// <summary>The member whose view of the group counts: with quorum if there is one; null when none answers.</summary>
    public MemberProbe? Source =>
        Members.FirstOrDefault(m => m.IsOnline && m.Group.HasQuorum() && m.Group.Any(g => g.Uuid == m.Record.Uuid && g.IsPrimary))
        ?? Members.FirstOrDefault(m => m.IsOnline && m.Group.HasQuorum())
        ?? Members.FirstOrDefault(m => m.IsActive)
        ?? Members.FirstOrDefault(m => m.Server is not null);

    /// <summary>The member that the source sees as primary, whether it answers or not.</summary>
    public GroupMember? PrimaryMember => Source?.Group.FirstOrDefault(member => member.IsPrimary);

    public MemberProbe? Primary => PrimaryMember is { } primary ? Members.FirstOrDefault(m => m.Record.Uuid == primary.Uuid && m.IsOnline) : null;

    public IReadOnlyList<Server> OnlineServers => [.. Members.Where(member => member.IsOnline).Select(member => member.Server!)];

    public int OnlineCount => Source is { } source ? source.Group.Count(member => member.IsOnline) : 0;

    /// <summary>Registered members that are not ONLINE in the group.</summary>
    public int MissingCount => Members.Count(m => Source?.Group.Any(g => g.Uuid == m.Record.Uuid && g.IsOnline) != true);

    public bool IsFenced => Record.IsPrimary && IsAvailable && Primary is { SuperReadOnly: true };

    public static async Task<ClusterState> Probe(ShellContext shell, Snapshot metadata, ClusterRecord cluster, CancellationToken ct) =>
        new(cluster, await Task.WhenAll(metadata.InstancesOf(cluster).Select(record => MemberProbe.Take(shell, record, ct))));

    /// <summary>The primary's session.</summary>
    /// <exception cref="ShellException">The cluster has none that can be used.</exception>
    public Server RequirePrimary() => Primary?.Server ?? throw new ShellException($"The InnoDB Cluster '{Name}' has no available PRIMARY", 51014);
}
