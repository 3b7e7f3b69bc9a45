using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>A helm that was killed leaves its revision pending, and every later helm refuses; this takes the pending revision back.</summary>
/// <remarks>The revision is Helm's Secret with label <c>status=pending-*</c>; without it the last deployed revision counts again, and what was applied is adopted by the next upgrade.</remarks>
public sealed partial class InterruptedRelease(IKubernetes api, IOptions<MeshOptions> options, TimeProvider time, ILogger<InterruptedRelease> log)
{
    /// <summary>Longer than helm takes without waiting for workloads: a younger one may still be at work.</summary>
    private static readonly TimeSpan SurelyDead = TimeSpan.FromSeconds(45);

    /// <summary>Takes pending revisions back.</summary>
    /// <exception cref="StepFailedException">One is so young that a helm may still be at work on it.</exception>
    public async Task TakeBack(CancellationToken ct)
    {
        var selector = $"owner=helm,name={options.Value.Release},status in (pending-install,pending-upgrade,pending-rollback)";
        var pending = await api.CoreV1.ListNamespacedSecretAsync(options.Value.Namespace, labelSelector: selector, cancellationToken: ct);
        foreach (var revision in pending.Items)
        {
            var age = time.GetUtcNow() - (revision.CreationTimestamp() ?? DateTime.UnixEpoch);
            if (age < SurelyDead)
            {
                throw new StepFailedException(
                    $"another helm has been at work on release {options.Value.Release} for {age.TotalSeconds:0} s", "It is asked again; wait for the other one to end.", retriable: true);
            }

            TakingBack(log, revision.Name(), age);
            await api.CoreV1.DeleteNamespacedSecretAsync(revision.Name(), options.Value.Namespace, cancellationToken: ct);
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "taking back {Revision}, which a helm that was killed left pending {Age} ago")]
    private static partial void TakingBack(ILogger logger, string revision, TimeSpan age);
}
