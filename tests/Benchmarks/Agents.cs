using System.Diagnostics;
using System.Globalization;
using ClusterSetSuite.TestServers;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.Benchmarks;

/// <summary>What each agent costs its site.</summary>
internal static class Agents
{
    private const string Namespace = "clusterset-system";

    /// <summary>Memory of each agent as it is, then the time from the deletion of its pod until the next one is ready, and from that pod's start until it is.</summary>
    public static async Task<bool> Print()
    {
        var rows = new List<string[]>();
        foreach (var site in Lab.Sites)
        {
            using var client = Lab.Client(site);
            foreach (var pod in (await client.CoreV1.ListNamespacedPodAsync(Namespace)).Items.OrderBy(pod => pod.Name()).ToList())
            {
                var memory = await Memory(site, pod);
                var start = Stopwatch.GetTimestamp();
                await client.CoreV1.DeleteNamespacedPodAsync(pod.Name(), Namespace, gracePeriodSeconds: 0);
                var next = await Ready(client, pod);
                var replaced = Stopwatch.GetElapsedTime(start);
                var container = next.Status.ContainerStatuses[0];
                var ready = next.Status.Conditions.Single(condition => condition.Type == "Ready").LastTransitionTime!.Value - container.State.Running.StartedAt!.Value;
                rows.Add([site, pod.Labels()["app.kubernetes.io/name"], $"{memory} MiB", Figures.Seconds(replaced), $"{ready.TotalSeconds:0} s"]);
            }
        }

        Figures.Print("agents", ["SITE", "AGENT", "RESIDENT", "DELETED TO READY", "PROCESS START TO READY"], rows);
        return rows.Count > 0;
    }

    private static async Task<V1Pod> Ready(Kubernetes client, V1Pod gone)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var label = $"app.kubernetes.io/name={gone.Labels()["app.kubernetes.io/name"]}";
        while (true)
        {
            var pods = await client.CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: label, cancellationToken: limit.Token);
            if (pods.Items.FirstOrDefault(pod => pod.Uid() != gone.Uid() && (pod.Status.Conditions ?? []).Any(condition => condition is { Type: "Ready", Status: "True" })) is { } next)
                return next;
            await Task.Delay(100, limit.Token);
        }
    }

    // The node is a container of this machine, so the processes in its pods are seen from inside it.
    private static async Task<long> Memory(string site, V1Pod pod)
    {
        var id = pod.Status.ContainerStatuses[0].ContainerID.Replace("containerd://", "", StringComparison.Ordinal);
        var command = $"for pid in $(ctr -n k8s.io tasks ps {id} | awk 'NR > 1 {{print $1}}'); do awk '/^VmRSS/ {{print $2}}' /proc/$pid/status; done";
        var ran = await Lab.Run("docker", TimeSpan.FromMinutes(1), "exec", $"{site}-node1", "sh", "-c", command);
        return ran.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => long.Parse(line, CultureInfo.InvariantCulture)) / 1024;
    }
}
