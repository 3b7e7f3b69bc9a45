using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using k8s.Autorest;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>Which versions run here. What can not be asked is not known: an inspection goes on without it.</summary>
public sealed partial class Versions(IServers servers, IPodExec exec, IOptions<MySqlOptions> options)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The version of a cluster's first server that answers, or null.</summary>
    public async Task<string?> OfServers(LocalCluster cluster, CancellationToken ct)
    {
        foreach (var pod in cluster.Pods)
        {
            try
            {
                await using var sql = await servers.Open(cluster, pod, ct);
                return (await sql.Scalar("SELECT @@version", ct))?.Split('-')[0];
            }
            catch (Exception e) when (e is MySqlException or StepFailedException || Unreachable.Is(e))
            {
                // the next pod may answer
            }
        }

        return null;
    }

    /// <summary>The version of the MySQL Shell that the steps use, or null: without a local one it is a pod's, so there must be a cluster.</summary>
    public async Task<string?> OfShell(LocalCluster? cluster, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Limit);
        try
        {
            var output = options.Value.LocalShell is { } local ? await Local(local, deadline.Token) : cluster is null ? "" : await InPod(cluster, deadline.Token);
            return Number().Match(output) is { Success: true } match ? match.Groups[1].Value : null;
        }
        catch (Exception e) when (e is Win32Exception or HttpOperationException || Unreachable.Is(e) || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<string> Local(string path, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadToEndAsync(ct);
    }

    private async Task<string> InPod(LocalCluster cluster, CancellationToken ct) =>
        (await exec.Run(new PodTarget(cluster.Namespace, cluster.Pod(0), options.Value.SidecarContainer), ["mysqlsh", "--version"], null, ct)).Stdout;

    [GeneratedRegex(@"\bVer (\d+\.\d+\.\d+)")]
    private static partial Regex Number();
}
