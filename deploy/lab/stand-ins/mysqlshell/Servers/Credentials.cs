namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>A login that is used for every server an operation touches, unless a target names its own.</summary>
internal sealed record Credentials(string User, string? Password);
