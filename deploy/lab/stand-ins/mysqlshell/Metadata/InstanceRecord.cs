namespace ClusterSetSuite.Lab.MySqlShell.Metadata;

/// <summary>A server as the metadata has it.</summary>
internal sealed record InstanceRecord(long Id, string ClusterId, string Label, string Uuid, string Address, string? RecoveryUser, ulong ServerId);
