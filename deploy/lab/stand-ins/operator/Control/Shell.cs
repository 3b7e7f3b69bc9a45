using System.Globalization;
using System.Text;
using ClusterSetSuite.Lab.Operator.Members;
using k8s;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Runs mysqlsh in a pod's `sidecar`. The password goes over standard input into an option file on a memory file system, gone when the shell has ended.</summary>
public sealed class Shell(IKubernetes kubernetes, ILogger<Shell> logger)
{
    // Reads exactly as many bytes as it is told: the end of standard input does not arrive through exec.
    private const string Wrapper = """
        umask 077; d=$(mktemp -d); trap 'rm -rf "$d"' EXIT; head -c "$1" > "$d/client.cnf"; shift
        mysqlsh --no-wizard --json=raw --defaults-extra-file="$d/client.cnf" "$@" </dev/null 2>&1
        """;

    /// <summary>Runs one AdminAPI operation against the pod's own server. Throws <see cref="ShellException"/> when it fails, <see cref="TryLaterException"/> when the pod can not be reached or time is up.</summary>
    public async Task Run(PodView pod, Account admin, TimeSpan limit, IReadOnlyList<string> operation, CancellationToken cancellationToken)
    {
        logger.Shell(pod.Pod.Metadata.NamespaceProperty, pod.Name, string.Join(' ', operation.Where(word => !word.StartsWith("--password", StringComparison.Ordinal))));
        var options = Encoding.UTF8.GetBytes($"[client]\npassword=\"{admin.Password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n");
        string[] command =
        [
            "bash", "-c", Wrapper, "mysqlsh", options.Length.ToString(CultureInfo.InvariantCulture), $"{admin.User}@{pod.Endpoint}", "--", .. operation,
        ];
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        var output = "";
        int code;
        try
        {
            code = await kubernetes.NamespacedPodExecAsync(pod.Name, pod.Pod.Metadata.NamespaceProperty, "sidecar", command, false, async (stdin, stdout, stderr) =>
            {
                await stdin.WriteAsync(options, deadline.Token);
                await stdin.FlushAsync(deadline.Token);
                var errors = Read(stderr, deadline.Token);
                output = await Read(stdout, deadline.Token);
                output += await errors;
            }, deadline.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is not TryLaterException)
        {
            throw new TryLaterException($"mysqlsh in {pod.Name} could not be run to its end: {error.Message}", TimeSpan.FromSeconds(3));
        }
        if (code != 0)
            throw new ShellException(string.Join(' ', operation.Take(2)), code, output.Trim().Split('\n')[^1]);
    }

    private static async Task<string> Read(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
