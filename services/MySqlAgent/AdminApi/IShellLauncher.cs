using ClusterSetSuite.AgentHost.Kubernetes;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>Where mysqlsh runs.</summary>
public interface IShellLauncher
{
    /// <summary>Runs mysqlsh with an option file that exists only while it runs, ends it at the limit, drains both streams.</summary>
    /// <param name="call">What to run, and where.</param>
    /// <param name="optionFile">The content of the option file; secret.</param>
    /// <param name="arguments">All further arguments of mysqlsh.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ExecResult> Run(ShellCall call, ReadOnlyMemory<byte> optionFile, IReadOnlyList<string> arguments, CancellationToken ct);
}
