using System.Text.Json;
using ClusterSetSuite.AgentHost.Failures;
using ClusterSetSuite.AgentHost.Tests.Kubernetes;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.AgentHost.Tests.Failures;

/// <summary>What a real API server says, as the people who run an operation read it.</summary>
[Collection(ApiServer.Name)]
public sealed class KubernetesExceptionsTests(ApiServer api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_right_names_the_rule_that_is_missing()
    {
        var space = await api.Get().NewNamespace("denied", Ct);
        using var client = await api.Get().ClientWith(space, false, [], Ct);
        var failure = await Of(() => client.CoreV1.ReadNamespacedSecretAsync("mypwds", space, cancellationToken: Ct));
        Assert.False(failure.Retriable);
        Assert.Contains("cannot get resource", failure.Reason, StringComparison.Ordinal);
        Assert.Contains($$"""{apiGroups: [""], resources: ["secrets"], verbs: ["get"]} (in namespace {{space}})""", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_subresource_is_named_with_its_verb()
    {
        var space = await api.Get().NewNamespace("denied", Ct);
        using var client = await api.Get().ClientWith(space, false, [], Ct);
        var patch = new V1Patch("{}", V1Patch.PatchType.MergePatch);
        var failure = await Of(() => client.AppsV1.PatchNamespacedDeploymentScaleAsync(patch, "prd-router", space, cancellationToken: Ct));
        Assert.Contains("""resources: ["deployments/scale"], verbs: ["patch"]""", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_credentials_are_told_as_such()
    {
        using var stranger = api.Get().ClientOf("no-such-token");
        var failure = await Of(() => stranger.CoreV1.ListNodeAsync(cancellationToken: Ct));
        Assert.False(failure.Retriable);
        Assert.Contains("credentials", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_CRD_is_named()
    {
        var failure = await Of(() => api.Get().Admin.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>("nowhere.example", "v2", "default", "things", cancellationToken: Ct));
        Assert.False(failure.Retriable);
        Assert.Equal("missing CRD things.nowhere.example (v2)", failure.Reason);
    }

    [Fact]
    public async Task A_missing_object_may_appear()
    {
        var failure = await Of(() => api.Get().Admin.CoreV1.ReadNamespacedServiceAsync("prd-instances", "default", cancellationToken: Ct));
        Assert.True(failure.Retriable);
        Assert.Contains("prd-instances", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_object_is_a_passing_conflict_but_anothers_field_is_a_lasting_one()
    {
        var space = await api.Get().NewNamespace("conflict", Ct);
        var core = api.Get().Admin.CoreV1;
        var map = new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Metadata = new() { Name = "coredns" }, Data = new Dictionary<string, string> { ["Corefile"] = "a" } };
        var first = await core.CreateNamespacedConfigMapAsync(map, space, cancellationToken: Ct);
        map.Data["Corefile"] = "changed";
        await core.ReplaceNamespacedConfigMapAsync(map, "coredns", space, fieldManager: "somebody", cancellationToken: Ct);
        map.Metadata.ResourceVersion = first.ResourceVersion();
        map.Data["Corefile"] = "changed otherwise";
        Assert.True((await Of(() => core.ReplaceNamespacedConfigMapAsync(map, "coredns", space, cancellationToken: Ct))).Retriable);

        map.Metadata.ResourceVersion = null;
        var apply = new V1Patch(map, V1Patch.PatchType.ApplyPatch);
        var kept = await Of(() => core.PatchNamespacedConfigMapAsync(apply, "coredns", space, fieldManager: "suite", force: false, cancellationToken: Ct));
        Assert.False(kept.Retriable);
        Assert.Contains("conflict", kept.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_is_not_valid_is_refused_for_good()
    {
        var service = new V1Service { Metadata = new() { Name = "Bad_Name" }, Spec = new() { Ports = [new() { Port = 1 }] } };
        var failure = await Of(() => api.Get().Admin.CoreV1.CreateNamespacedServiceAsync(service, "default", cancellationToken: Ct));
        Assert.False(failure.Retriable);
        Assert.Contains("Bad_Name", failure.Reason, StringComparison.Ordinal);
    }

    private static async Task<StepFailure> Of(Func<Task> call) =>
        new KubernetesExceptions().Translate(await Assert.ThrowsAsync<HttpOperationException>(call)) ?? throw new InvalidOperationException("not translated");
}
