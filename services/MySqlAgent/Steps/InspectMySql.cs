using System.Text.RegularExpressions;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using k8s;
using Command = ClusterSetSuite.Contracts.Steps.InspectMySql;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Looks at the site's MySQL side before anything is changed, and tells all that forbids to go on.</summary>
public sealed partial class InspectMySql(IKubernetes kubernetes, ISealing sealing, Permissions permissions, OperatorDeployment operators, InnoDbClusters clusters)
    : IStep<Command>
{
    // The operator makes longer names out of it for Services and host names (field notes, operator).
    private const int LongestName = 28;

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        if (Names(command).ToArray() is { Length: > 0 } faults)
            return StepState.IsUnsafe(string.Join("; ", faults), "correct the spec");
        if (await permissions.Missing(command.Cluster.Namespace, ct) is { Count: > 0 } missing)
            return StepState.IsUnsafe($"the agent may not: {string.Join(", ", missing)}", "give its service account the role of the chart site-agents");
        var found = await operators.Find(ct);
        if (found.Count > 1)
            return StepState.IsUnsafe($"{found.Count} MySQL Operators run on this site: {string.Join(", ", found.Select(d => $"{d.Metadata.NamespaceProperty}/{d.Metadata.Name}"))}", "keep one");
        var existing = await clusters.Find(command.Cluster, ct);
        if (existing is not null && Differs(command.Cluster, command.BaseServerId, existing) is { } difference)
            return StepState.IsUnsafe(difference, "write into the spec what the cluster has, or delete the InnoDBCluster");
        if (existing is null && await StorageFault(command, ct) is { } fault)
            return StepState.IsUnsafe(fault, "name a StorageClass of this site in the spec (cluster.storageClass)");
        return StepState.IsDone(new MySqlProfile
        {
            PublicKey = await sealing.PublicKey(ct),
            OperatorVersion = found.Count == 1 ? OperatorDeployment.Version(found[0]) : null,
            ClusterStatus = existing?.State,
        });
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <summary>What an existing resource has that can not become what is asked for, or null.</summary>
    internal static string? Differs(LocalCluster wanted, long baseServerId, InnoDbCluster existing)
    {
        string?[] all =
        [
            existing.Spec.BaseServerId is { } id && id != baseServerId ? $"baseServerId {id} (the spec says {baseServerId})" : null,
            existing.Spec.Instances is { } count && count != wanted.Instances ? $"instances {count} (the spec says {wanted.Instances})" : null,
            existing.Spec.SecretName is { } secret && secret != wanted.SecretName ? $"secretName {secret} (the spec says {wanted.SecretName})" : null,
        ];
        return all.OfType<string>().ToArray() is { Length: > 0 } faults ? $"InnoDBCluster {wanted.Name} exists with {string.Join(", ", faults)}" : null;
    }

    private static IEnumerable<string> Names(Command command)
    {
        if (command.Cluster.Name.Length > LongestName || !DnsLabel().IsMatch(command.Cluster.Name))
            yield return $"'{command.Cluster.Name}' can not be an InnoDBCluster's name: at most {LongestName} of a-z, 0-9 and '-'";
        if (command.Cluster.Instances is < 1 or > 9)
            yield return $"{command.Cluster.Instances} instances: the operator takes 1 to 9";
        if (command.BaseServerId is < 1 or > 4_000_000_000)
            yield return $"baseServerId {command.BaseServerId}: the operator takes 1 to 4000000000";
    }

    private async Task<string?> StorageFault(Command command, CancellationToken ct)
    {
        var classes = (await kubernetes.StorageV1.ListStorageClassAsync(cancellationToken: ct)).Items;
        var names = classes.Count == 0 ? "there is none" : $"there are {string.Join(", ", classes.Select(c => c.Metadata.Name))}";
        if (command.StorageClass is { } wanted)
            return classes.Any(c => c.Metadata.Name == wanted) ? null : $"StorageClass {wanted} does not exist; {names}";
        return classes.Any(c => c.Metadata.Annotations?.TryGetValue("storageclass.kubernetes.io/is-default-class", out var value) == true && value == "true")
            ? null
            : $"no StorageClass is the default; {names}";
    }

    [GeneratedRegex("^[a-z]([a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex DnsLabel();
}
