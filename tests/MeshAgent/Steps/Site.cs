using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using ClusterSetSuite.Tests.Shared;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>A cluster of one node with the agent's steps, the real helm and the lab's chart; what agents would say of the mesh is the test's.</summary>
public sealed class Site : IStepProgress, IPodExec
{
    public const string Space = "kube-system";
    private readonly ServiceProvider _services;
    private readonly IServiceScope _scope;

    private Site(IKubernetes client, string kubeconfig, string helm)
    {
        Kubernetes = client;
        var settings = new Dictionary<string, string?>
        {
            ["Mesh:HelmPath"] = helm,
            ["Mesh:Chart"] = Repository.PathOf("deploy/lab/stand-ins/cilium/chart"),
            ["Mesh:LookInterval"] = "00:00:00.1",
            ["Mesh:ReadyTimeout"] = "00:01:00",
            ["Mesh:ConnectTimeout"] = "00:00:02",
        };
        _services = new ServiceCollection()
            .AddLogging().AddSingleton(Kubernetes).AddSingleton<TimeProvider>(Clock).AddSingleton<Eventually>().AddSingleton<StepWait>().AddSingleton<IStepProgress>(this).AddSingleton<IPodExec>(this)
            .AddSingleton(Options.Create(new KubernetesOptions { Kubeconfig = kubeconfig }))
            .Configure<SiteOptions>(site => site.Name = "prod")
            .AddMeshAgent(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
        _scope = _services.CreateScope();
    }

    public IKubernetes Kubernetes { get; }

    public ShiftedTime Clock { get; } = new();

    /// <summary>What every agent says of its peers, as <c>cilium-dbg status -o json</c>.</summary>
    public string MeshStatus { get; set; } = "{}";

    public static Task<Site> Make(Api api, CancellationToken ct)
    {
        Assert.SkipWhen(api.Server is null, KubeApiBinaries.SkipReason ?? "");
        return Make(api.Server!.Admin, api.Server.Kubeconfig, ct);
    }

    /// <summary>The same by a client and a kubeconfig of one's own.</summary>
    public static async Task<Site> Make(IKubernetes client, string kubeconfig, CancellationToken ct)
    {
        var helm = SuiteCache.Program("helm");
        Assert.SkipWhen(helm is null && Environment.GetEnvironmentVariable("CI") != "true", "no helm in the lab's cache; build it with deploy/lab");
        var site = new Site(client, kubeconfig, helm ?? throw new InvalidOperationException("no helm in the lab's cache"));
        await site.Clean(ct);
        await site.MakeNode(ct);
        return site;
    }

    public IStep<T> Step<T>()
        where T : IStepCommand => _scope.ServiceProvider.GetRequiredService<IStep<T>>();

    /// <summary>Check, Apply, Verify, as the runner does.</summary>
    public Task<StepState> Run<T>(T command, CancellationToken ct)
        where T : IStepCommand => Step<T>().Run(command, ct);

    /// <summary>Name and version of everything that a step of this agent could change.</summary>
    public async Task<IReadOnlyList<string>> Everything(CancellationToken ct)
    {
        IEnumerable<V1ObjectMeta> all =
        [
            .. (await Kubernetes.CoreV1.ListNamespacedSecretAsync(Space, cancellationToken: ct)).Items.Select(one => one.Metadata),
            .. (await Kubernetes.CoreV1.ListNamespacedConfigMapAsync(Space, cancellationToken: ct)).Items.Select(one => one.Metadata),
            .. (await Kubernetes.AppsV1.ListNamespacedDaemonSetAsync(Space, cancellationToken: ct)).Items.Select(one => one.Metadata),
            .. (await Kubernetes.AppsV1.ListNamespacedDeploymentAsync(Space, cancellationToken: ct)).Items.Select(one => one.Metadata),
            .. (await Kubernetes.CoreV1.ListNamespacedServiceAsync(Space, cancellationToken: ct)).Items.Select(one => one.Metadata),
        ];
        return [.. all.Select(metadata => $"{metadata.Name} {metadata.Uid} {metadata.ResourceVersion}").Order()];
    }

    /// <summary>The revisions of the release that a helm left pending.</summary>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken ct) =>
        [.. (await Kubernetes.CoreV1.ListNamespacedSecretAsync(Space, labelSelector: "owner=helm,status in (pending-install,pending-upgrade)", cancellationToken: ct)).Items.Select(one => one.Name())];

    /// <summary>Whether Cilium's workloads or its mesh are still not ready.</summary>
    public async Task<bool> NotReady(CancellationToken ct)
    {
        var cilium = _services.GetRequiredService<Installation>();
        return (await cilium.NotReady(ct) ?? await cilium.MeshNotReady(ct)) is not null;
    }

    public void Report(string text, int? percent = null)
    {
    }

    public Task<ExecResult> Run(PodTarget target, IReadOnlyList<string> command, ReadOnlyMemory<byte>? stdin, CancellationToken ct) => Task.FromResult(new ExecResult(0, MeshStatus, ""));

    /// <summary>A pod of Cilium's agent that runs.</summary>
    public async Task MakeAgentPod(CancellationToken ct)
    {
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = "cilium-x1", Labels = new Dictionary<string, string> { ["k8s-app"] = "cilium" } },
            Spec = new V1PodSpec { Containers = [new() { Name = "cilium-agent", Image = "cilium:lab" }] },
        };
        await Kubernetes.CoreV1.CreateNamespacedPodAsync(pod, Space, cancellationToken: ct);
        var status = new V1PodStatus { Phase = "Running", ContainerStatuses = [new() { Name = "cilium-agent", Image = "-", ImageID = "-", Ready = true, State = new() { Running = new() } }] };
        await Kubernetes.CoreV1.PatchNamespacedPodStatusAsync(new V1Patch(new { status }, V1Patch.PatchType.MergePatch), "cilium-x1", Space, cancellationToken: ct);
    }

    // Background: the API server would else wait for a garbage collector that is not there.
    private async Task Clean(CancellationToken ct)
    {
        const string how = "Background";
        await Kubernetes.AppsV1.DeleteCollectionNamespacedDaemonSetAsync(Space, propagationPolicy: how, cancellationToken: ct);
        await Kubernetes.AppsV1.DeleteCollectionNamespacedDeploymentAsync(Space, propagationPolicy: how, cancellationToken: ct);
        await Kubernetes.BatchV1.DeleteCollectionNamespacedJobAsync(Space, propagationPolicy: how, cancellationToken: ct);
        await Kubernetes.CoreV1.DeleteCollectionNamespacedConfigMapAsync(Space, propagationPolicy: how, cancellationToken: ct);
        await Kubernetes.CoreV1.DeleteCollectionNamespacedSecretAsync(Space, propagationPolicy: how, cancellationToken: ct);
        foreach (var pod in (await Kubernetes.CoreV1.ListNamespacedPodAsync(Space, cancellationToken: ct)).Items)
            await Kubernetes.CoreV1.DeleteNamespacedPodAsync(pod.Name(), Space, gracePeriodSeconds: 0, cancellationToken: ct);
        await Kubernetes.CoreV1.DeleteCollectionNodeAsync(cancellationToken: ct);

        // Kubernetes 1.20 answers the deletion with a Status where newer versions answer with the Service.
        using var services = new GenericClient(Kubernetes, "", "v1", "services", disposeClient: false);
        foreach (var service in (await Kubernetes.CoreV1.ListNamespacedServiceAsync(Space, cancellationToken: ct)).Items)
            await services.DeleteNamespacedAsync<V1Status>(Space, service.Name(), ct);
    }

    private async Task MakeNode(CancellationToken ct)
    {
        await Kubernetes.CoreV1.CreateNodeAsync(
            new V1Node { Metadata = new V1ObjectMeta { Name = "node-1" }, Spec = new V1NodeSpec { PodCIDR = "10.244.0.0/24", PodCIDRs = ["10.244.0.0/24"] } }, cancellationToken: ct);
        var status = new V1NodeStatus { Addresses = [new() { Type = "InternalIP", Address = "172.30.0.11" }], Conditions = [new() { Type = "Ready", Status = "True" }] };
        await Kubernetes.CoreV1.PatchNodeStatusAsync(new V1Patch(new { status }, V1Patch.PatchType.MergePatch), "node-1", cancellationToken: ct);
    }
}
