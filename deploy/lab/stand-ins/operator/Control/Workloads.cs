using System.Net;
using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Objects;
using ClusterSetSuite.Lab.Operator.Spec;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Sizes and images of the StatefulSet and the routers' Deployment, changed only when the resource changes: a restart or a manual change stays.</summary>
public sealed class Workloads(IKubernetes kubernetes, ObjectMaker maker, Settings settings)
{
    /// <summary>Replicas of the routers' Deployment; null when there is none.</summary>
    public async Task<int?> Routers(ClusterSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            return (await kubernetes.AppsV1.ReadNamespacedDeploymentAsync($"{spec.Name}-router", spec.Namespace, cancellationToken: cancellationToken)).Spec.Replicas ?? 1;
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Gives the routers' Deployment a size: makes it where it is missing, deletes it for 0, as the real operator does.</summary>
    public async Task SetRouters(ClusterContext cluster, int size, CancellationToken cancellationToken)
    {
        var spec = cluster.Spec;
        var now = await Routers(spec, cancellationToken);
        if (now is null && size > 0)
            await maker.MakeRouters(cluster.Resource, spec, size, cancellationToken);
        else if (now is not null && size == 0)
            await kubernetes.AppsV1.DeleteNamespacedDeploymentAsync($"{spec.Name}-router", spec.Namespace, cancellationToken: cancellationToken);
        else if (now is not null && now != size)
            await kubernetes.AppsV1.PatchNamespacedDeploymentAsync(Resources.Merge(Replicas(size)), $"{spec.Name}-router", spec.Namespace, cancellationToken: cancellationToken);
    }

    /// <summary>Gives the StatefulSet a size; true when there is one.</summary>
    public async Task<bool> SetMembers(ClusterSpec spec, int size, CancellationToken cancellationToken)
    {
        try
        {
            await kubernetes.AppsV1.PatchNamespacedStatefulSetAsync(Resources.Merge(Replicas(size)), spec.Name, spec.Namespace, cancellationToken: cancellationToken);
            return true;
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Gives servers and routers the images of the resource's version; Kubernetes then restarts what differs.</summary>
    public async Task SetImages(ClusterSpec spec, CancellationToken cancellationToken)
    {
        var server = Images.Server(spec, settings);
        await kubernetes.AppsV1.PatchNamespacedStatefulSetAsync(Template(("containers", "mysql", server), ("initContainers", "initmysql", server), ("initContainers", "fixdatadir", server)), spec.Name, spec.Namespace, cancellationToken: cancellationToken);
        await PatchRouters(spec, Template(("containers", "router", Images.Router(spec, settings))), cancellationToken);
    }

    /// <summary>Has the routers bootstrap anew with other options: their pods are replaced, one after another.</summary>
    public Task SetRouterBootstrap(ClusterSpec spec, CancellationToken cancellationToken)
    {
        var variable = new JsonObject { ["name"] = RouterDeployment.BootstrapVariable, ["value"] = RouterDeployment.BootstrapOptions(spec) };
        var pod = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "router", ["env"] = new JsonArray(variable) }) };
        return PatchRouters(spec, Strategic(pod), cancellationToken);
    }

    private async Task PatchRouters(ClusterSpec spec, V1Patch patch, CancellationToken cancellationToken)
    {
        if (await Routers(spec, cancellationToken) is not null)
            await kubernetes.AppsV1.PatchNamespacedDeploymentAsync(patch, $"{spec.Name}-router", spec.Namespace, cancellationToken: cancellationToken);
    }

    private static JsonObject Replicas(int size) => new() { ["spec"] = new JsonObject { ["replicas"] = size } };

    private static V1Patch Template(params (string List, string Name, string Image)[] images)
    {
        var pod = new JsonObject();
        foreach (var list in images.GroupBy(image => image.List))
            pod[list.Key] = new JsonArray([.. list.Select(image => new JsonObject { ["name"] = image.Name, ["image"] = image.Image })]);
        return Strategic(pod);
    }

    private static V1Patch Strategic(JsonObject pod)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = pod } } };
        return new V1Patch(patch.ToJsonString(), V1Patch.PatchType.StrategicMergePatch);
    }
}
