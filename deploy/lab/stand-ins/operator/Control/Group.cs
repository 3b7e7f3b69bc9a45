using ClusterSetSuite.Lab.Operator.Members;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Changes to the group, each one AdminAPI operation with the real operator's options.</summary>
public sealed class Group(Shell shell, PodPatches pods, Events events, ILogger<Group> logger)
{
    private static readonly TimeSpan ShortLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan CloneLimit = TimeSpan.FromMinutes(30);

    /// <summary>Makes the group at a pod.</summary>
    public async Task Create(ClusterContext cluster, PodView seed, CancellationToken cancellationToken)
    {
        await pods.AddFinalizer(seed, cancellationToken);
        await Do(cluster, seed, ShortLimit, cancellationToken, "dba", "create-cluster", cluster.Spec.AdminApiName, "--gtidSetIsComplete=true", "--manualStartOnBoot=true",
            $"--memberSslMode={(cluster.Spec.TlsUseSelfSigned ? "REQUIRED" : "VERIFY_IDENTITY")}", "--exitStateAction=ABORT_SERVER");
    }

    /// <summary>Adds a pod's server: incrementally, and where that fails by clone, which overwrites what the server held.</summary>
    public async Task Join(ClusterContext cluster, PodView peer, PodView pod, CancellationToken cancellationToken)
    {
        await events.Post(cluster.Resource, false, "ReconcilePod", "Join", $"Joining {pod.Name} to cluster", cancellationToken);
        await pods.AddFinalizer(pod, cancellationToken);
        try
        {
            await Do(cluster, peer, CloneLimit, cancellationToken, "cluster", "add-instance", pod.Endpoint, "--recoveryMethod=incremental", "--exitStateAction=ABORT_SERVER");
        }
        catch (ShellException error)
        {
            logger.Failed(cluster.Key, $"{error.Message}; trying add-instance with clone", null);
            await Do(cluster, peer, CloneLimit, cancellationToken, "cluster", "add-instance", pod.Endpoint, "--recoveryMethod=clone", "--exitStateAction=ABORT_SERVER");
        }
    }

    /// <summary>Brings a member back that is in the metadata.</summary>
    public async Task Rejoin(ClusterContext cluster, PodView peer, PodView pod, CancellationToken cancellationToken)
    {
        await events.Post(cluster.Resource, false, "ReconcilePod", "Rejoin", $"Rejoining {pod.Name} to cluster", cancellationToken);
        await Do(cluster, peer, ShortLimit, cancellationToken, "cluster", "rejoin-instance", pod.Endpoint);
    }

    /// <summary>Takes a member out, by force where it does not answer.</summary>
    public async Task Remove(ClusterContext cluster, PodView peer, PodView pod, CancellationToken cancellationToken)
    {
        try
        {
            await Do(cluster, peer, ShortLimit, cancellationToken, "cluster", "remove-instance", pod.Endpoint);
        }
        catch (ShellException error) when (error.Code != ErrorCodes.MemberNotInMetadata)
        {
            await Do(cluster, peer, ShortLimit, cancellationToken, "cluster", "remove-instance", pod.Endpoint, "--force");
        }
        catch (ShellException)
        {
            // Taken out before: this is a repetition.
        }
    }

    /// <summary>Starts the group of a cluster whose members are all OFFLINE from the one with most transactions.</summary>
    public async Task Reboot(ClusterContext cluster, Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        if (diagnosis.Members.Any(member => member.Gtids is null))
            throw new TryLaterException("Cluster cannot be restored because there are unreachable pods", TimeSpan.FromSeconds(5));
        var seed = diagnosis.Members.Where(member => member.Status == MemberStatus.Offline).OrderByDescending(member => member.GtidCount).ThenBy(member => member.Index).FirstOrDefault()
            ?? throw new TryLaterException("Cluster cannot be restored because no member of it is OFFLINE", TimeSpan.FromSeconds(5));
        await events.Post(cluster.Resource, false, "RestoreCluster", "Rebooting", $"Restoring OFFLINE cluster through pod {seed.Pod}", cancellationToken);
        await Do(cluster, cluster.PodOf(seed), ShortLimit, cancellationToken, "dba", "reboot-cluster-from-complete-outage");
    }

    /// <summary>Makes the largest partition that is left the group.</summary>
    public async Task ForceQuorum(ClusterContext cluster, Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        var candidate = diagnosis.QuorumCandidates.Count > 0 ? diagnosis.QuorumCandidates[0] : throw new TryLaterException("no member to restore the quorum with", TimeSpan.FromSeconds(5));
        await events.Post(cluster.Resource, false, "RestoreCluster", "RestoreQuorum", "Restoring quorum of cluster", cancellationToken);
        await Do(cluster, cluster.PodOf(candidate), ShortLimit, cancellationToken, "cluster", "force-quorum-using-partition-of", candidate.Endpoint);
    }

    /// <summary>Makes or updates the routers' account with a password that is nobody's; the real one follows by SQL, because this one stands in the argument list.</summary>
    public Task SetupRouterAccount(ClusterContext cluster, PodView primary, string user, string throwaway, bool update, CancellationToken cancellationToken) =>
        Do(cluster, primary, ShortLimit, cancellationToken, "cluster", "setup-router-account", user, $"--password={throwaway}", $"--update={(update ? "true" : "false")}");

    private Task Do(ClusterContext cluster, PodView at, TimeSpan limit, CancellationToken cancellationToken, params string[] operation) =>
        shell.Run(at, cluster.RequiredAdmin, limit, operation, cancellationToken);
}
