using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Spec;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Acts on edits of `spec`: what was handled last is remembered on the resource, as the real operator's framework does.</summary>
public sealed class SpecChanges(Resources resources, Workloads workloads, Events events, Settings settings)
{
    /// <summary>The annotation with the last `spec` that was acted on.</summary>
    public const string LastHandled = "kopf.zalando.org/last-handled-configuration";

    /// <summary>Acts on the difference, if there is one. Edits of a cluster that is not yet made are taken as handled: its objects follow the first `spec`.</summary>
    public async Task Handle(ClusterContext cluster, CancellationToken cancellationToken)
    {
        var handled = Handled(cluster);
        if (handled is not null && JsonNode.DeepEquals(handled, cluster.Resource["spec"]))
            return;
        if (handled is not null && cluster.Created)
            await Apply(cluster, handled, cancellationToken);
        await Remember(cluster, cancellationToken);
    }

    private async Task Apply(ClusterContext cluster, JsonNode handled, CancellationToken cancellationToken)
    {
        var spec = cluster.Spec;
        try
        {
            spec.Validate(settings);
        }
        catch (InvalidSpecException error)
        {
            await events.Post(cluster.Resource, true, "UpdateCluster", "InvalidArgument", error.Message, cancellationToken);
            return;
        }
        var old = ClusterSpec.Parse(new JsonObject { ["metadata"] = cluster.Resource["metadata"]!.DeepClone(), ["spec"] = handled.DeepClone() });
        if (old.Instances != spec.Instances)
            await workloads.SetMembers(spec, spec.Instances, cancellationToken);
        if (old.Routers != spec.Routers)
            await workloads.SetRouters(cluster, spec.Routers, cancellationToken);
        if (!old.RouterBootstrapOptions.SequenceEqual(spec.RouterBootstrapOptions))
            await workloads.SetRouterBootstrap(spec, cancellationToken);
        if ((old.Version, old.RouterVersion, old.ImageRepository) != (spec.Version, spec.RouterVersion, spec.ImageRepository))
            await workloads.SetImages(spec, cancellationToken);
    }

    private Task Remember(ClusterContext cluster, CancellationToken cancellationToken)
    {
        var text = new JsonObject { ["spec"] = cluster.Resource["spec"]!.DeepClone() }.ToJsonString();
        return resources.Patch(cluster.Spec.Namespace, cluster.Spec.Name, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [LastHandled] = text } } }, cancellationToken);
    }

    private static JsonNode? Handled(ClusterContext cluster) => cluster.Annotation(LastHandled) is { } text ? JsonNode.Parse(text)?["spec"] : null;
}
