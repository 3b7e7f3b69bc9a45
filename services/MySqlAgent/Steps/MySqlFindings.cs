using System.Text.RegularExpressions;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using Command = ClusterSetSuite.Contracts.Steps.InspectMySql;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>What a site's MySQL side says about the wanted cluster. Pure: every finding has its case in the tests.</summary>
public static partial class MySqlFindings
{
    // The operator makes longer names out of it for Services and host names (field notes, operator).
    private const int LongestName = 28;

    private static readonly HashSet<string> Broken = ["OFFLINE", "OFFLINE_UNCERTAIN", "NO_QUORUM", "NO_QUORUM_UNCERTAIN", "SPLIT_BRAIN", "SPLIT_BRAIN_UNCERTAIN", "INVALID", "FINALIZING"];

    /// <summary>All findings.</summary>
    public static IReadOnlyList<SiteFinding> Of(Command command, MySqlSituation seen) =>
        [.. Names(command), .. Operator(seen), .. Versions(command, seen), .. Cluster(command, seen), .. Storage(command, seen)];

    /// <summary>What rights are missing.</summary>
    public static SiteFinding Rights(IReadOnlyList<string> missing) => SiteFinding.Error(
        $"the MySQL agent may not: {string.Join(", ", missing)}", "its steps would fail half way", "Give its ServiceAccount the role of the chart site-agents.");

    /// <summary>What an existing resource has that can not become what is asked for, or null. More servers and other numbers of routers can be had.</summary>
    internal static string? Differs(LocalCluster wanted, long baseServerId, string? version, InnoDbCluster existing)
    {
        string?[] all =
        [
            existing.Spec.BaseServerId is { } id && id != baseServerId ? $"baseServerId {id} (the spec says {baseServerId})" : null,
            existing.Spec.Instances is { } count && count > wanted.Instances ? $"instances {count} (the spec says {wanted.Instances}; servers are not taken away)" : null,
            existing.Spec.SecretName is { } secret && secret != wanted.SecretName ? $"secretName {secret} (the spec says {wanted.SecretName})" : null,
            existing.Spec.Version is { } runs && version is not null && runs != version ? $"version {runs} (the spec says {version}; upgrade the replica sites' InnoDBClusters first, then the primary's, then write it into the spec)" : null,
        ];
        return all.OfType<string>().ToArray() is { Length: > 0 } faults ? $"InnoDBCluster {wanted.Name} exists with {string.Join(", ", faults)}" : null;
    }

    private static IEnumerable<SiteFinding> Names(Command command)
    {
        if (command.Cluster.Name.Length > LongestName || !DnsLabel().IsMatch(command.Cluster.Name))
            yield return Wrong($"'{command.Cluster.Name}' can not be an InnoDBCluster's name: at most {LongestName} of a-z, 0-9 and '-'");
        if (command.Cluster.Instances is < 1 or > 9)
            yield return Wrong($"{command.Cluster.Instances} instances: the operator takes 1 to 9");
        if (command.BaseServerId is < 1 or > 4_000_000_000)
            yield return Wrong($"baseServerId {command.BaseServerId}: the operator takes 1 to 4000000000");
    }

    private static SiteFinding Wrong(string reason) => SiteFinding.Error(reason, "the operator would refuse the cluster", "Correct the spec.");

    private static IEnumerable<SiteFinding> Operator(MySqlSituation seen)
    {
        if (seen.Operators.Count > 1)
            yield return SiteFinding.Error($"{seen.Operators.Count} MySQL Operators run on this site: {string.Join(", ", seen.Operators)}", "both would drive the same cluster", "Keep one.");
        if (seen.Operators.Count == 0 && !seen.HasManifest)
            yield return SiteFinding.Error("no MySQL Operator runs on this site, and this agent has no manifest to install one from", "nobody would make the cluster", $"Install the operator (its makers' manifest or chart), or set {MySqlOptions.Section}:{nameof(MySqlOptions.OperatorManifest)} for this agent.");
        if (seen.Operators.Count == 1 && !seen.HasDomain)
            yield return SiteFinding.Info($"the MySQL Operator {seen.Operators[0]} has no {OperatorDeployment.DomainVariable}", "it is set, and the operator restarts by that");
    }

    private static IEnumerable<SiteFinding> Versions(Command command, MySqlSituation seen)
    {
        var known = ServersOf(seen.OperatorVersion);
        if (known is not null && Number(command.Version) is { } wanted && wanted > known)
            yield return SiteFinding.Error($"the servers' version {wanted} is newer than the MySQL Operator {seen.OperatorVersion}", "the operator can not run servers newer than itself", "Upgrade the operator, or name an older version (cluster.version).");
        else if (known is not null && Number(seen.ServerVersion) is { } there && there > known)
            yield return SiteFinding.Warning($"the running servers' version {there} is newer than the MySQL Operator {seen.OperatorVersion}", "the operator does not promise to run servers newer than itself", "Upgrade the operator.");
        if (Number(seen.ServerVersion) is { } running && Number(seen.ShellVersion) is { } shell && new Version(shell.Major, shell.Minor) < new Version(running.Major, running.Minor))
            yield return SiteFinding.Warning($"MySQL Shell is {shell}, the servers are {running}", "an older shell may not know what newer servers need", "Upgrade MySQL Shell (the operator's image brings the sidecar's; MySql:LocalShell names a local one).");
    }

    private static IEnumerable<SiteFinding> Cluster(Command command, MySqlSituation seen)
    {
        if (seen.Existing is not { } existing)
            yield break;
        if (Differs(command.Cluster, command.BaseServerId, command.Version, existing) is { } difference)
            yield return SiteFinding.Error(difference, "this can not be changed on a cluster that exists", "Write into the spec what the cluster has, or delete the InnoDBCluster.");
        if (Broken.Contains(existing.State))
            yield return SiteFinding.Warning($"InnoDBCluster {command.Cluster.Name} is {existing.State}", "steps on it wait until it is ONLINE", $"Look at its pods: kubectl -n {command.Cluster.Namespace} describe pods -l mysql.oracle.com/cluster={command.Cluster.Name}");
    }

    private static IEnumerable<SiteFinding> Storage(Command command, MySqlSituation seen)
    {
        if (seen.Existing is not null)
            yield break;
        var names = seen.StorageClasses.Count == 0 ? "there is none" : $"there are {string.Join(", ", seen.StorageClasses.Keys)}";
        if (command.StorageClass is { } wanted && !seen.StorageClasses.ContainsKey(wanted))
            yield return Volumes($"StorageClass {wanted} does not exist; {names}");
        if (command.StorageClass is null && !seen.StorageClasses.Values.Contains(true))
            yield return Volumes($"no StorageClass is the default; {names}");
    }

    private static SiteFinding Volumes(string reason) => SiteFinding.Error(reason, "the servers would wait for their volumes for ever", "Name a StorageClass of this site in the spec (cluster.storageClass).");

    // The operator's versions name the newest servers that it knows first: 9.7.0-2.2.8. A version of another shape says nothing of servers.
    private static Version? ServersOf(string? operatorVersion) => operatorVersion?.Contains('-', StringComparison.Ordinal) == true ? Number(operatorVersion) : null;

    private static Version? Number(string? text) => Version.TryParse(text?.TrimStart('v').Split('-', '+')[0], out var version) ? version : null;

    [GeneratedRegex("^[a-z]([a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex DnsLabel();
}
