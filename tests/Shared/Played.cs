using k8s.Models;

namespace ClusterSetSuite.Tests.Shared;

/// <summary>Plays a controller that an API server alone does not have.</summary>
internal static class Played
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Plays it again and again while something else is done.</summary>
    public static async Task While(Func<CancellationToken, Task> controller, Func<Task> done, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var playing = Until(controller, end.Token);
        await Task.WhenAny(done(), playing).Unwrap(); // a controller that fails ends the test with its fault
        await end.CancelAsync();
        await playing;
    }

    /// <summary>Plays it until it is cancelled.</summary>
    public static async Task Until(Func<CancellationToken, Task> controller, CancellationToken ct)
    {
        try
        {
            for (; ; await Task.Delay(Pause, ct))
                await controller(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // what was done is done
        }
    }

    /// <summary>The status that a Deployment has when all its pods are those of its newest template and available.</summary>
    public static V1Patch RolledOut(V1Deployment deployment)
    {
        var all = deployment.Spec.Replicas;
        var status = new V1DeploymentStatus
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = all,
            ReadyReplicas = all,
            UpdatedReplicas = all,
            AvailableReplicas = all,
            Conditions = [new() { Type = "Available", Status = "True" }],
        };
        return new(new { status }, V1Patch.PatchType.MergePatch);
    }
}
