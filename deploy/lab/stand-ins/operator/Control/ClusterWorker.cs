using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Objects;
using ClusterSetSuite.Lab.Operator.Spec;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>Looks after one cluster, one change at a time. What it keeps in memory is only how often it has seen each server restart, so a restarted operator looks at every member once.</summary>
public sealed class ClusterWorker(
    string ns,
    string name,
    Resources resources,
    ContextReader reader,
    Creation creation,
    Deletion deletion,
    SpecChanges changes,
    PodHandlers handlers,
    PostCreate postCreate,
    PodPatches pods,
    StatusWriter status,
    TimeProvider time,
    ILogger<ClusterWorker> logger)
{
    private readonly Dictionary<string, int> restarts = [];
    private readonly Dictionary<string, DateTimeOffset> waits = [];
    private readonly Dictionary<string, string> reasons = [];

    /// <summary>One look. False when the resource is gone.</summary>
    public async Task<bool> Look(CancellationToken cancellationToken)
    {
        if (await resources.Find(ns, name, cancellationToken) is not { } resource)
            return false;
        var cluster = await reader.Read(resource, cancellationToken);
        if (cluster.Deleting)
        {
            await Unless("deletion", cluster, () => deletion.Step(cluster, cancellationToken));
            return true;
        }
        if (Creation.Needed(cluster))
            await Unless("creation", cluster, () => creation.Make(cluster, cancellationToken));
        if (Creation.Needed(cluster))
            return true;
        await Unless("spec", cluster, () => changes.Handle(cluster, cancellationToken));
        foreach (var pod in cluster.Pods)
            await Handle(cluster, pod, cancellationToken);
        await Unless("probe", cluster, () => Probe(ns, name, cancellationToken));
        return true;
    }

    private async Task Handle(ClusterContext cluster, PodView pod, CancellationToken cancellationToken)
    {
        if (pod.Deleting)
        {
            if (pod.HasFinalizer)
                await Unless($"going {pod.Uid}", cluster, () => handlers.Going(cluster, pod, cancellationToken));
            return;
        }
        if (!pod.Gate(Names.ConfiguredGate))
            await Unless($"configured {pod.Uid}", cluster, () => Configure(cluster, pod, cancellationToken));
        else if (pod.Membership is null)
            await Unless($"appeared {pod.Uid}", cluster, () => Once(pod, () => handlers.Appeared(cluster, pod, cancellationToken)));
        else if (pod.ContainersReady && (!restarts.TryGetValue(pod.Uid, out var seen) || seen != pod.Restarts))
            await Unless($"restarted {pod.Uid}", cluster, () => Once(pod, () => handlers.Restarted(cluster, pod, cancellationToken)));
    }

    /// <summary>The number of restarts counts as seen only after the handler is through.</summary>
    private async Task Once(PodView pod, Func<Task> handler)
    {
        await handler();
        restarts[pod.Uid] = pod.Restarts;
    }

    /// <summary>The gate opens when the server takes the administrator's password, which says that its accounts are made.</summary>
    private async Task Configure(ClusterContext cluster, PodView pod, CancellationToken cancellationToken)
    {
        if (!pod.Running)
            return;
        var view = await MemberProbe.View(pod, cluster.RequiredAdmin, cancellationToken);
        if (view.Error is not null)
            throw new TryLaterException($"Sidecar of {pod.Name} is not yet configured: {view.Error}", TimeSpan.FromSeconds(2));
        await pods.SetGate(pod, Names.ConfiguredGate, true, cancellationToken);
        await pods.SetGate(pod, Names.ReadyGate, false, cancellationToken);
    }

    private async Task Probe(string clusterNamespace, string clusterName, CancellationToken cancellationToken)
    {
        if (await resources.Find(clusterNamespace, clusterName, cancellationToken) is not { } resource)
            return;
        var cluster = await reader.Read(resource, cancellationToken);
        if (!cluster.Created || cluster.Deleting)
            return;
        var diagnosis = await cluster.Diagnose(cancellationToken);
        foreach (var pod in cluster.Pods.Where(pod => pod.Membership is not null && !pod.Deleting))
            await pods.SetMembership(pod, diagnosis.Members.First(member => member.Pod == pod.Name), false, cancellationToken);
        await status.Publish(cluster, diagnosis, cancellationToken);
        if (diagnosis.Status == ClusterStatus.Online && !PostCreate.IsDone(cluster))
            await postCreate.IfComplete(cluster, diagnosis, cancellationToken);
    }

    /// <summary>Runs a handler unless it asked to be left alone for now; its failure delays only itself.</summary>
    private async Task Unless(string handler, ClusterContext cluster, Func<Task> run)
    {
        if (waits.TryGetValue(handler, out var until) && time.GetUtcNow() < until)
            return;
        try
        {
            await run();
            waits.Remove(handler);
            reasons.Remove(handler);
        }
        catch (TryLaterException later)
        {
            Wait(handler, cluster, later.Message, later.Delay);
        }
        catch (Exception error) when (error is ShellException or MySqlConnector.MySqlException or k8s.Autorest.HttpOperationException or InvalidSpecException)
        {
            Wait(handler, cluster, error.Message, TimeSpan.FromSeconds(5));
        }
    }

    private void Wait(string handler, ClusterContext cluster, string reason, TimeSpan delay)
    {
        waits[handler] = time.GetUtcNow() + delay;
        if (reasons.GetValueOrDefault(handler) != reason)
            logger.Later(cluster.Key, reason, delay);
        reasons[handler] = reason;
    }
}
