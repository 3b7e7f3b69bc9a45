using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Objects;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>What the operator writes on server pods: gates, membership, role, finalizer. A pod that is gone by then is no error.</summary>
public sealed class PodPatches(IKubernetes kubernetes, TimeProvider time)
{
    /// <summary>Sets a readiness gate, where it is not so already.</summary>
    public async Task SetGate(PodView pod, string gate, bool value, CancellationToken cancellationToken)
    {
        var known = pod.Pod.Status?.Conditions?.Any(condition => condition.Type == gate) == true;
        if (known && pod.Gate(gate) == value)
            return;
        var condition = new JsonObject { ["type"] = gate, ["status"] = value ? "True" : "False", ["lastProbeTime"] = Now(), ["lastTransitionTime"] = Now() };
        var patch = new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(condition) } };
        await Gone(() => kubernetes.CoreV1.PatchNamespacedPodStatusAsync(new V1Patch(patch.ToJsonString(), V1Patch.PatchType.StrategicMergePatch), pod.Name, pod.Pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken));
    }

    /// <summary>Remembers the member's state and role, where they changed, and opens or closes its gate.</summary>
    public async Task SetMembership(PodView pod, MemberView view, bool joined, CancellationToken cancellationToken)
    {
        await SetGate(pod, Names.ReadyGate, view.Status == MemberStatus.Online, cancellationToken);
        var old = pod.Membership;
        var role = view.Status == MemberStatus.Online ? view.IsPrimary ? "PRIMARY" : "SECONDARY" : "";
        if (!joined && old is not null && Same(old, "status", view.GroupState) && Same(old, "role", role) && Same(old, "memberId", view.MemberId))
            return;
        var info = new JsonObject
        {
            ["memberId"] = view.MemberId,
            ["lastTransitionTime"] = Now(),
            ["lastProbeTime"] = Now(),
            ["groupViewId"] = view.ViewId,
            ["status"] = view.GroupState,
            ["version"] = view.Version,
            ["role"] = role,
            ["joinTime"] = joined ? Now() : old?["joinTime"]?.DeepClone() ?? Now(),
        };
        await Patch(pod, new JsonObject
        {
            ["annotations"] = new JsonObject { [Names.MembershipInfo] = info.ToJsonString() },
            ["labels"] = new JsonObject { [Names.RoleLabel] = role.Length == 0 ? null : role },
        }, cancellationToken);
    }

    /// <summary>Adds the membership finalizer.</summary>
    public Task AddFinalizer(PodView pod, CancellationToken cancellationToken) => pod.HasFinalizer || pod.Deleting
        ? Task.CompletedTask
        : Patch(pod, new JsonObject { ["finalizers"] = List([.. pod.Pod.Metadata.Finalizers ?? [], Names.MembershipFinalizer]) }, cancellationToken);

    /// <summary>Removes the membership finalizer: the pod may go.</summary>
    public Task RemoveFinalizer(PodView pod, CancellationToken cancellationToken) => !pod.HasFinalizer
        ? Task.CompletedTask
        : Patch(pod, new JsonObject { ["finalizers"] = List(pod.Pod.Metadata.Finalizers!.Where(name => name != Names.MembershipFinalizer)) }, cancellationToken);

    private Task Patch(PodView pod, JsonObject metadata, CancellationToken cancellationToken) =>
        Gone(() => kubernetes.CoreV1.PatchNamespacedPodAsync(Resources.Merge(new JsonObject { ["metadata"] = metadata }), pod.Name, pod.Pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken));

    private static JsonArray List(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);

    private static bool Same(JsonObject info, string key, string value) => info[key]?.GetValue<string>() == value;

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task Gone(Func<Task> patch)
    {
        try
        {
            await patch();
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode is HttpStatusCode.NotFound)
        {
            // Deleted meanwhile; its successor is another pod.
        }
    }
}
