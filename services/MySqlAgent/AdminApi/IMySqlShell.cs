namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>Calls mysqlsh.</summary>
public interface IMySqlShell
{
    /// <summary>Runs one call with the root account of the cluster's Secret, read at use; a refusal of mysqlsh is an answer, not an exception.</summary>
    Task<ShellResult> Run(ShellCall call, CancellationToken ct);
}
