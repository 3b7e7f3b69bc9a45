using System.Net;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>Publishes a name that only this site answers: an ExternalName Service, so that no pod has to run behind it.</summary>
public sealed class PublishProbeNameStep(IKubernetes kubernetes, IOptions<SiteOptions> site, IOptions<DnsOptions> options) : IStep<PublishProbeName>
{
    /// <summary>The Service's name.</summary>
    public const string Name = "clusterset-probe";

    // "invalid" is never delegated (RFC 2606), so the target can be mistaken for no real host.
    private string Target => TargetOf(site.Value.Name);

    /// <summary>What the name of a site leads to.</summary>
    public static string TargetOf(string site) => $"{site}.clusterset.invalid";

    /// <inheritdoc/>
    public async Task<StepState> Check(PublishProbeName command, CancellationToken ct)
    {
        try
        {
            var service = await kubernetes.CoreV1.ReadNamespacedServiceAsync(Name, command.Namespace, cancellationToken: ct);
            return service.Spec is { Type: "ExternalName" } spec && spec.ExternalName == Target
                ? StepState.IsDone(new DnsProbe { Name = $"{Name}.{command.Namespace}.svc.{options.Value.ClusterDomain}", Target = Target })
                : StepState.Needs($"Service {command.Namespace}/{Name} points elsewhere");
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return StepState.Needs($"Service {command.Namespace}/{Name} is not there");
        }
    }

    /// <inheritdoc/>
    public Task Apply(PublishProbeName command, CancellationToken ct)
    {
        var service = new V1Service
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = command.Namespace },
            Spec = new V1ServiceSpec { Type = "ExternalName", ExternalName = Target },
        };
        var patch = new V1Patch(KubernetesJson.Serialize(service), V1Patch.PatchType.ApplyPatch);
        return kubernetes.CoreV1.PatchNamespacedServiceAsync(patch, Name, command.Namespace, fieldManager: SiteOptions.FieldManager, force: true, cancellationToken: ct);
    }
}
