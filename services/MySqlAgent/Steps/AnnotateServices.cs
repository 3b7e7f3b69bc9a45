using System.Net;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Command = ClusterSetSuite.Contracts.Steps.AnnotateServices;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Puts Cilium's global-service annotations on the headless service of the instances, as the procedure has them; nothing else relies on them.</summary>
public sealed class AnnotateServices(IKubernetes kubernetes) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        try
        {
            var service = await kubernetes.CoreV1.ReadNamespacedServiceAsync(Name(command), command.Cluster.Namespace, cancellationToken: ct);
            var missing = Wanted(command).Where(w => service.GetAnnotation(w.Key) != w.Value).Select(w => $"{w.Key}={w.Value}").ToArray();
            return missing.Length == 0 ? StepState.IsDone() : StepState.Needs($"Service {Name(command)} lacks {string.Join(", ", missing)}");
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new StepFailedException($"Service {Name(command)} does not exist in namespace {command.Cluster.Namespace}", "the operator makes it: look at its log", retriable: true, e);
        }
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) =>
        kubernetes.CoreV1.PatchNamespacedServiceAsync(
            new V1Patch(new { apiVersion = "v1", kind = "Service", metadata = new { name = Name(command), annotations = Wanted(command) } }, V1Patch.PatchType.ApplyPatch),
            Name(command), command.Cluster.Namespace, fieldManager: SiteOptions.FieldManager, force: true, cancellationToken: ct);

    private static string Name(Command command) => $"{command.Cluster.Name}-instances";

    private static Dictionary<string, string> Wanted(Command command) => new()
    {
        ["service.cilium.io/affinity"] = command.Affinity,
        ["service.cilium.io/global"] = "true",
        ["service.cilium.io/shared"] = "true",
        ["service.cilium.io/global-sync-endpoint-slices"] = "true",
    };
}
