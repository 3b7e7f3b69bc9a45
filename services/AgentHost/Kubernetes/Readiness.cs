using k8s.Models;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>What the condition <c>Ready</c> says.</summary>
public static class Readiness
{
    /// <summary>Whether the pod takes traffic; one that is being deleted still can.</summary>
    public static bool IsReady(this V1Pod pod) => pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    /// <summary>Whether the node takes pods.</summary>
    public static bool IsReady(this V1Node node) => node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
}
