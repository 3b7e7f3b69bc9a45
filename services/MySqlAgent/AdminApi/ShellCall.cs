using System.Globalization;
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
    /// <summary>Whole seconds after which a server's name that nobody resolves is given up; null for the system's own time, which is 10 s with glibc.</summary>
    public int? NameLimit { get; init; }

    /// <summary>What tells it to mysqlsh: the resolver's variable <c>RES_OPTIONS</c> (resolv.conf(5)); empty for nothing.</summary>
    internal string ResolverOptions => NameLimit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"timeout:{limit} attempts:1") : "";

    /// <summary>For people: the command without its connection.</summary>
    public string Title => string.Join(' ', Arguments.SkipWhile(a => a is "--" or "--sql" or "-e"));
}
