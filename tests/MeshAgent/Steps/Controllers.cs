using System.Text;
using ClusterSetSuite.MeshAgent.Tests.Cilium;
using ClusterSetSuite.Tests.Shared;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>Plays what an API server alone does not have: workloads become ready, and the certificate job makes its Secrets; until disposed.</summary>
public sealed class Controllers : IAsyncDisposable
{
    public static readonly string OwnCa = TestCertificates.Authority("prod");
    private const string Space = "kube-system";
    private readonly IKubernetes _api;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _playing;

    public Controllers(IKubernetes api)
    {
        _api = api;
        _playing = Played.Until(Once, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _playing;
        _stop.Dispose();
    }

    private async Task Once(CancellationToken ct)
    {
        foreach (var set in (await _api.AppsV1.ListNamespacedDaemonSetAsync(Space, cancellationToken: ct)).Items.Where(set => set.Status?.ObservedGeneration != set.Metadata.Generation))
        {
            set.Status = new V1DaemonSetStatus { ObservedGeneration = set.Metadata.Generation, DesiredNumberScheduled = 1, CurrentNumberScheduled = 1, NumberReady = 1, UpdatedNumberScheduled = 1 };
            await _api.AppsV1.PatchNamespacedDaemonSetStatusAsync(Merge(set.Status), set.Name(), Space, cancellationToken: ct);
        }

        foreach (var deployment in (await _api.AppsV1.ListNamespacedDeploymentAsync(Space, cancellationToken: ct)).Items.Where(one => one.Status?.ObservedGeneration != one.Metadata.Generation))
            await _api.AppsV1.PatchNamespacedDeploymentStatusAsync(Played.RolledOut(deployment), deployment.Name(), Space, cancellationToken: ct);

        foreach (var job in (await _api.BatchV1.ListNamespacedJobAsync(Space, cancellationToken: ct)).Items.Where(job => job.Status?.Succeeded is null))
            await Run(job, ct);
    }

    private async Task Run(V1Job job, CancellationToken ct)
    {
        await Make("cilium-ca", "ca.crt", OwnCa, ct);
        await Make("clustermesh-apiserver-remote-cert", "tls.crt", "a certificate", ct);
        var done = new V1JobStatus { Succeeded = 1, Conditions = [new() { Type = "Complete", Status = "True" }] };
        await _api.BatchV1.PatchNamespacedJobStatusAsync(Merge(done), job.Name(), Space, cancellationToken: ct);
    }

    private async Task Make(string name, string key, string text, CancellationToken ct)
    {
        var secret = new V1Secret { ApiVersion = "v1", Kind = "Secret", Metadata = new() { Name = name }, Data = new Dictionary<string, byte[]> { [key] = Encoding.UTF8.GetBytes(text) } };
        await _api.CoreV1.PatchNamespacedSecretAsync(new V1Patch(secret, V1Patch.PatchType.ApplyPatch), name, Space, fieldManager: "certgen", force: true, cancellationToken: ct);
    }

    private static V1Patch Merge(object status) => new(new { status }, V1Patch.PatchType.MergePatch);
}
