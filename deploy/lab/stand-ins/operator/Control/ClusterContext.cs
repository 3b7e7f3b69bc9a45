using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Spec;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>One cluster at one look: the resource, its pods and the account to reach its members with.</summary>
public sealed record ClusterContext(JsonObject Resource, ClusterSpec Spec, IReadOnlyList<PodView> Pods, Account? Admin)
{
    /// <summary>`namespace/name`, for the log.</summary>
    public string Key => $"{Spec.Namespace}/{Spec.Name}";

    /// <summary>`.status.createTime` is set: the group was made once and is never made again.</summary>
    public bool Created => Resource["status"]?["createTime"] is not null;

    /// <summary>The resource is being deleted.</summary>
    public bool Deleting => Resource["metadata"]?["deletionTimestamp"] is not null;

    /// <summary>`.status.cluster.status`; null before the objects are made.</summary>
    public string? Status => Resource["status"]?["cluster"]?["status"]?.GetValue<string>();

    /// <summary>`.status.cluster.onlineInstances`.</summary>
    public int Online => Resource["status"]?["cluster"]?["onlineInstances"]?.GetValue<int>() ?? 0;

    /// <summary>An annotation of the resource.</summary>
    public string? Annotation(string key) => Resource["metadata"]?["annotations"]?[key]?.GetValue<string>();

    /// <summary>The account, or a reason to wait.</summary>
    public Account RequiredAdmin => Admin ?? throw new TryLaterException($"Secret {Spec.Name}-privsecrets is missing or has no clusterAdminUsername and clusterAdminPassword", TimeSpan.FromSeconds(5));

    /// <summary>Asks all members at once.</summary>
    public async Task<Diagnosis> Diagnose(CancellationToken cancellationToken)
    {
        if (!Created && !Deleting)
            return Diagnosis.Of([], false, false);
        var admin = RequiredAdmin;
        return Diagnosis.Of(await Task.WhenAll(Pods.Select(pod => MemberProbe.View(pod, admin, cancellationToken))), Created, Deleting);
    }

    /// <summary>The pod of a member.</summary>
    public PodView PodOf(MemberView member) => Pods.First(pod => pod.Name == member.Pod);
}
