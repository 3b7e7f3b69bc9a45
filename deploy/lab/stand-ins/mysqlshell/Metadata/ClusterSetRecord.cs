namespace ClusterSetSuite.Lab.MySqlShell.Metadata;

/// <summary>A set and the number of its newest view; a failover adds 2^32 to it, any other change 1.</summary>
internal sealed record ClusterSetRecord(string Id, string Name, ulong ViewId);
