namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>What one server knows of its replication group.</summary>
internal static class GroupViews
{
    public static async Task<List<GroupMember>> Group(this Server server, CancellationToken ct) =>
    [
        .. (await server.Query("SELECT member_id, member_host, member_port, member_state, member_role, member_version FROM performance_schema.replication_group_members", ct))
            .Where(row => row.Text("member_id") is { Length: > 0 })
            .Select(row => new GroupMember(
                row.Required("member_id"), $"{row.Text("member_host")}:{row.Text("member_port")}", row.Required("member_state"), row.Text("member_role") ?? "", row.Text("member_version") ?? "")),
    ];

    /// <summary>ONLINE, RECOVERING, OFFLINE, ERROR; OFFLINE too without the plugin.</summary>
    public static async Task<string> OwnState(this Server server, CancellationToken ct) =>
        (await server.Group(ct)).Find(member => member.Uuid == server.Uuid)?.State ?? "OFFLINE";

    /// <summary>More than half of the members of the view answer.</summary>
    public static bool HasQuorum(this IReadOnlyCollection<GroupMember> group) =>
        group.Count(member => member.State is "ONLINE" or "RECOVERING") * 2 > group.Count;
}
