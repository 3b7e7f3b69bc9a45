using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Whether a workload runs as its specification says.</summary>
public static class Rollout
{
    /// <summary>What a DaemonSet lacks, or null.</summary>
    public static string? Lacks(V1DaemonSet? set)
    {
        if (set is null)
            return "there is no DaemonSet cilium";
        var status = set.Status;
        if (status?.ObservedGeneration is not { } seen || seen < set.Metadata.Generation)
            return $"DaemonSet {set.Name()}: its last change has not been taken up yet";
        return status.DesiredNumberScheduled > 0 && status.NumberReady >= status.DesiredNumberScheduled && (status.UpdatedNumberScheduled ?? 0) >= status.DesiredNumberScheduled
            ? null
            : $"DaemonSet {set.Name()}: {status.NumberReady} of {status.DesiredNumberScheduled} pods are ready, {status.UpdatedNumberScheduled ?? 0} up to date";
    }

    /// <summary>What a Deployment lacks, or null.</summary>
    public static string? Lacks(V1Deployment deployment)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        var status = deployment.Status;
        if (status?.ObservedGeneration is not { } seen || seen < deployment.Metadata.Generation)
            return $"Deployment {deployment.Name()}: its last change has not been taken up yet";

        // Old pods may still end; a pod that can not be placed (operator on a single node) does not keep the rest from working.
        var (ready, updated) = (status.ReadyReplicas ?? 0, status.UpdatedReplicas ?? 0);
        var available = status.Conditions?.Any(condition => condition is { Type: "Available", Status: "True" }) == true;
        return available && ready >= 1 && updated >= wanted && (status.Replicas ?? 0) <= wanted
            ? null
            : $"Deployment {deployment.Name()}: {ready} of {wanted} pods are ready, {updated} up to date";
    }
}
