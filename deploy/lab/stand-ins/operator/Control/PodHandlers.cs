using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Objects;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>What the operator does when a server pod appears, restarts or goes. It acts on these events only: a member that leaves its group without them is reported, not brought back.</summary>
public sealed class PodHandlers(Group group, Repair repair, PodPatches pods, StatusWriter status, PostCreate postCreate, ILogger<PodHandlers> logger)
{
    /// <summary>A configured pod that is no member yet: the first one starts the group, others join it.</summary>
    public async Task Appeared(ClusterContext cluster, PodView pod, CancellationToken cancellationToken)
    {
        var diagnosis = await cluster.Diagnose(cancellationToken);
        await status.Publish(cluster, diagnosis, cancellationToken);
        if (diagnosis.Status == ClusterStatus.Initializing)
            await Start(cluster, pod, cancellationToken);
        else if (ClusterStatus.HasGroup(diagnosis.Status))
            await Reconcile(cluster, diagnosis, pod, cancellationToken);
        else
            await repair.Attempt(cluster, diagnosis, cancellationToken);
    }

    /// <summary>A member whose `mysql` container was started again: the group is repaired if need be, then the member brought back.</summary>
    public async Task Restarted(ClusterContext cluster, PodView pod, CancellationToken cancellationToken)
    {
        var diagnosis = await cluster.Diagnose(cancellationToken);
        await status.Publish(cluster, diagnosis, cancellationToken);
        if (!ClusterStatus.HasGroup(diagnosis.Status))
            await repair.Attempt(cluster, diagnosis, cancellationToken);
        await Reconcile(cluster, diagnosis, pod, cancellationToken);
    }

    /// <summary>A pod on its way out leaves the group first. With no member to ask, it may go: there is no group to leave.</summary>
    public async Task Going(ClusterContext cluster, PodView pod, CancellationToken cancellationToken)
    {
        var diagnosis = await cluster.Diagnose(cancellationToken);
        var peer = diagnosis.Online.Where(member => member.Pod != pod.Name).OrderByDescending(member => member.IsPrimary).FirstOrDefault();
        if (peer is not null && peer.Peers.ContainsKey(pod.Endpoint))
            await group.Remove(cluster, cluster.PodOf(peer), pod, cancellationToken);
        await pods.RemoveFinalizer(pod, cancellationToken);
        logger.Did(cluster.Key, $"{pod.Name} may go");
    }

    private async Task Start(ClusterContext cluster, PodView pod, CancellationToken cancellationToken)
    {
        if (pod.Index != 0)
            throw new TryLaterException("Cluster is not yet ready", TimeSpan.FromSeconds(2));
        var view = await MemberProbe.View(pod, cluster.RequiredAdmin, cancellationToken);
        // The group may be there from an attempt that was cut off before the resource said so.
        if (view.Status is not (MemberStatus.Online or MemberStatus.Recovering))
            await group.Create(cluster, pod, cancellationToken);
        await status.SetCreated(cluster, cancellationToken);
        await Remember(cluster, pod, cancellationToken);
        var diagnosis = await cluster.Diagnose(cancellationToken);
        await status.Publish(cluster, diagnosis, cancellationToken);
        await postCreate.IfComplete(cluster, diagnosis, cancellationToken);
    }

    private async Task Reconcile(ClusterContext cluster, Diagnosis diagnosis, PodView pod, CancellationToken cancellationToken)
    {
        var view = diagnosis.Members.First(member => member.Pod == pod.Name);
        var peer = diagnosis.Primary ?? throw new TryLaterException("Could not connect to any cluster member", TimeSpan.FromSeconds(5));
        if (view.Status is MemberStatus.Unknown || view.Error is not null)
            throw new TryLaterException($"{pod.Endpoint} is unreachable: {view.Error}", TimeSpan.FromSeconds(3));
        var member = view.Status is MemberStatus.Online or MemberStatus.Recovering;
        // Errant transactions are not looked for here: the real operator's check names a variable that does not exist and so never finds any.
        if (!member && view.Status == MemberStatus.Offline && peer.Peers.ContainsKey(pod.Endpoint))
            await group.Rejoin(cluster, cluster.PodOf(peer), pod, cancellationToken);
        else if (!member)
            await Join(cluster, cluster.PodOf(peer), pod, cancellationToken);
        await Remember(cluster, pod, cancellationToken);
    }

    private async Task Join(ClusterContext cluster, PodView peer, PodView pod, CancellationToken cancellationToken)
    {
        await group.Join(cluster, peer, pod, cancellationToken);
        var diagnosis = await cluster.Diagnose(cancellationToken);
        await status.Publish(cluster, diagnosis, cancellationToken);
        await postCreate.IfComplete(cluster, diagnosis, cancellationToken);
    }

    private async Task Remember(ClusterContext cluster, PodView pod, CancellationToken cancellationToken)
    {
        var view = await MemberProbe.View(pod, cluster.RequiredAdmin, cancellationToken);
        await pods.AddFinalizer(pod, cancellationToken);
        await pods.SetMembership(pod, view, true, cancellationToken);
        logger.Did(cluster.Key, $"{pod.Name} is a member: {view.GroupState}, gate {Names.ReadyGate}");
    }
}
