namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>A line of performance_schema.replication_group_members as one server sees it.</summary>
internal sealed record GroupMember(string Uuid, string Address, string State, string Role, string Version)
{
    public bool IsOnline => State == "ONLINE";
    public bool IsPrimary => Role == "PRIMARY";
}
