namespace ClusterSetSuite.Lab.MySqlShell.Metadata;

/// <summary>A cluster as the metadata has it, with its place in the newest view of its set, and the heartbeat in seconds that its channel is to have (null: the server's own).</summary>
internal sealed record ClusterRecord(string Id, string Name, string GroupName, string? SetId, string? Role, bool Invalidated, string? ReplicationUser, string? Heartbeat)
{
    public bool IsPrimary => Role == "PRIMARY";
}
