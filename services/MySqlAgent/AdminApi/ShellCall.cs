using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>One call of mysqlsh: always a list of arguments, never script text.</summary>
/// <param name="Cluster">The cluster whose pod runs the shell and whose root account it uses.</param>
/// <param name="Pod">The pod whose sidecar runs it (unused with a local binary).</param>
/// <param name="Target">The server it connects to, as <c>host:port</c>.</param>
/// <param name="Arguments">What stands after the target, for example <c>-- clusterset status</c>.</param>
/// <param name="Limit">The outer deadline, enforced where mysqlsh runs.</param>
public sealed record ShellCall(LocalCluster Cluster, string Pod, string Target, IReadOnlyList<string> Arguments, TimeSpan Limit)
{
    /// <summary>For people: the command without its connection.</summary>
    public string Title => string.Join(' ', Arguments.SkipWhile(a => a is "--" or "--sql" or "-e"));
}
