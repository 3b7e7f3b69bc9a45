using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>Deployments on their way.</summary>
public sealed class Rollouts(IKubernetes kubernetes, PodTroubles troubles, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options)
{
    /// <summary>A Deployment, or null where there is none.</summary>
    public async Task<V1Deployment?> Find(string @namespace, string name, CancellationToken ct)
    {
        try
        {
            return await kubernetes.AppsV1.ReadNamespacedDeploymentAsync(name, @namespace, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether all pods are of the newest template and available, as <c>kubectl rollout status</c> judges.</summary>
    public static bool Complete(V1Deployment deployment)
    {
        var (wanted, status) = (deployment.Spec.Replicas ?? 1, deployment.Status ?? new V1DeploymentStatus());
        return status.ObservedGeneration >= deployment.Metadata.Generation
            && (status.UpdatedReplicas ?? 0) == wanted && (status.Replicas ?? 0) == wanted && (status.AvailableReplicas ?? 0) == wanted;
    }

    /// <summary>Waits until a Deployment is rolled out.</summary>
    /// <exception cref="StepFailedException">Not within the limit; the reason names the pods' troubles.</exception>
    public async Task Wait(string @namespace, string name, CancellationToken ct)
    {
        var last = await eventually.Look(
            async token =>
            {
                var seen = await Find(@namespace, name, token);
                if (seen is null || !Complete(seen))
                    progress.Report($"waiting for Deployment {name}: {await Why(seen, token)}");
                return seen;
            },
            seen => seen is not null && Complete(seen), options.Value.LookInterval, options.Value.RolloutLimit, ct);
        if (last is null || !Complete(last))
            throw new StepFailedException(
                $"Deployment {name} in namespace {@namespace} is not rolled out after {options.Value.RolloutLimit.TotalSeconds:F0} s: {await Why(last, ct)}",
                $"look at its pods: kubectl -n {@namespace} describe deployment {name}", retriable: true);
    }

    private async Task<string> Why(V1Deployment? deployment, CancellationToken ct)
    {
        if (deployment is null)
            return "it is not there";
        var counts = $"{deployment.Status?.AvailableReplicas ?? 0} of {deployment.Spec.Replicas ?? 1} available";
        var selector = string.Join(',', deployment.Spec.Selector.MatchLabels.Select(l => $"{l.Key}={l.Value}"));
        var found = await troubles.Of(deployment.Namespace(), selector, ct);
        return found.Count == 0 ? counts : $"{counts}; {string.Join("; ", found)}";
    }
}
