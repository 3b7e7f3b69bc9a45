using System.Globalization;
using ClusterSetSuite.AgentHost.Kubernetes;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>Runs mysqlsh in the sidecar of a MySQL pod, which knows the names of all sites and has the operator's own version of it.</summary>
public sealed class SidecarShell(IPodExec exec, IOptions<MySqlOptions> options) : IShellLauncher
{
    // The option file comes on stdin and ends after a known number of bytes: through exec the end of stdin may never come (field notes, lab).
    internal const string Script = """
        umask 077
        d= f=$(mktemp -p /dev/shm clusterset.XXXXXX) || exit 125
        trap 'rm -rf "$f" "$d"' EXIT
        trap 'exit 143' HUP INT TERM
        head -c "$1" > "$f" || exit 125
        limit=$2
        [ -z "$3" ] || export RES_OPTIONS="$3"
        [ -z "$4" ] || { d=$(mktemp -d -p /dev/shm clusterset.XXXXXX) && echo "$4" > "$d/options.json" && export MYSQLSH_USER_CONFIG_HOME="$d"; } || exit 125
        shift 4
        MYSQLSH_TERM_COLOR_MODE=nocolor timeout -k 5 "$limit" mysqlsh --defaults-extra-file="$f" "$@" < /dev/null
        """;

    // Exec itself may hang when the node goes away; mysqlsh has ended by then.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<ExecResult> Run(ShellCall call, ReadOnlyMemory<byte> optionFile, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(call.Limit + Grace);
        var seconds = Math.Ceiling(call.Limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        try
        {
            return await exec.Run(
                new PodTarget(call.Cluster.Namespace, call.Pod, options.Value.SidecarContainer),
                ["sh", "-c", Script, "clusterset", optionFile.Length.ToString(CultureInfo.InvariantCulture), seconds, call.ResolverOptions, call.ShellOptions, .. arguments],
                optionFile,
                deadline.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ExecResult(124, "", "no end was seen within the limit");
        }
    }
}
