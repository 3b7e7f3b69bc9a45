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
    /// <summary>Whether servers of a lost site are in its way: a name that nobody resolves is given up after 1 s (with glibc's own time 10 s), a server that does not answer after 2 s (AdminAPI's own time is 5 s).</summary>
    public bool IsBesideLost { get; init; }

    /// <summary>What tells the first to mysqlsh: the resolver's variable <c>RES_OPTIONS</c> (resolv.conf(5)); empty for nothing.</summary>
    internal string ResolverOptions => IsBesideLost ? "timeout:1 attempts:1" : "";

    /// <summary>What tells it the second: its persisted options, as <c>\option --persist</c> writes them to <c>options.json</c> in the directory <c>MYSQLSH_USER_CONFIG_HOME</c>; empty for nothing.</summary>
    internal string ShellOptions => IsBesideLost ? """{"dba.connectTimeout": "2.0"}""" : "";

    /// <summary>For people: the command without its connection.</summary>
    public string Title => string.Join(' ', Arguments.SkipWhile(a => a is "--" or "--sql" or "-e"));
}
