using k8s;

namespace ClusterSetSuite.Lab.Cilium.Commands;

/// <summary>The API server of the cluster that the process runs in.</summary>
public static class Api
{
    public static k8s.Kubernetes Connect() => new(KubernetesClientConfiguration.InClusterConfig());

    /// <summary>Repeats until cancelled; what fails is logged and tried again.</summary>
    public static async Task Repeat(TimeSpan interval, Func<Task> look, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval);
        do
        {
            try
            {
                await look();
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                Log.Say($"{e.GetType().Name}: {e.Message}");
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }
}
