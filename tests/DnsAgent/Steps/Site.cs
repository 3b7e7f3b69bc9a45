using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using ClusterSetSuite.DnsAgent.Corefiles;
using ClusterSetSuite.Tests.Shared;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

/// <summary>A cluster with a DNS Service, one DNS pod, a node and a Corefile; a stand-in for the DNS servers' answers, everything else is the API server's.</summary>
public sealed class Site : IDnsQueries, IStepProgress, IPodPorts
{
    public const string Corefile = ".:53 {\n    errors\n    kubernetes cluster.local {\n       pods insecure\n    }\n    reload\n}\n";
    private const string Dns = "kube-system";
    private readonly ServiceProvider _services;
    private readonly IServiceScope _scope;

    private Site(IKubernetes api)
    {
        Kubernetes = api;
        var settings = new Dictionary<string, string?> { ["Dns:ReloadLimit"] = "00:00:01", ["Dns:Interval"] = "00:00:00.020" };
        _services = new ServiceCollection()
            .AddSingleton(api).AddSingleton(TimeProvider.System).AddSingleton<Eventually>().AddSingleton<IStepProgress>(this).AddSingleton<IPodPorts>(this)
            .Configure<SiteOptions>(site => site.Name = "prod")
            .AddDnsAgent(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<IDnsQueries>(this)
            .BuildServiceProvider();
        _scope = _services.CreateScope();
    }

    public IKubernetes Kubernetes { get; }

    /// <summary>Whether the peer's DNS answers what is forwarded to it.</summary>
    public bool PeerAnswers { get; set; } = true;

    /// <summary>Whether the DNS servers read a changed Corefile; while they do not, the old one answers on.</summary>
    public bool Reloads { get; set; } = true;

    /// <summary>Whether the DNS servers read ConfigMap coredns-custom.</summary>
    public bool AnswersFromCustom { get; set; }

    /// <summary>What the steps told.</summary>
    public List<string> Told { get; } = [];

    public static async Task<Site> Make(Api api, CancellationToken ct)
    {
        Assert.SkipWhen(api.Server is null, TestServers.KubeApi.KubeApiBinaries.SkipReason ?? "");
        return await Make(api.Server!.Admin, ct);
    }

    /// <summary>The same by a client of one's own.</summary>
    public static async Task<Site> Make(IKubernetes client, CancellationToken ct)
    {
        var site = new Site(client);
        await site.Clean(ct);
        await site.MakeDns(ct);
        await site.MakeNode("node-2", "172.30.0.22", ready: false, ct);
        await site.MakeNode("node-1", "172.30.0.11", ready: true, ct);
        return site;
    }

    /// <summary>The agent over a cluster that is there already.</summary>
    public static Site Over(IKubernetes client) => new(client);

    public static ForwardZones Forward(string address = "172.30.0.12") => new("mycs",
    [
        new ForwardedZone
        {
            Site = "dr",
            Zone = "mysql-dr.svc.cluster.local",
            Upstream = new DnsEndpoint { Addresses = [address], Port = 30054 },
            Probe = new DnsProbe { Name = "clusterset-probe.mysql-dr.svc.cluster.local", Target = "dr.clusterset.invalid" },
        },
    ]);

    public IStep<T> Step<T>()
        where T : IStepCommand => _scope.ServiceProvider.GetRequiredService<IStep<T>>();

    /// <summary>Check, Apply, Verify, as the runner does.</summary>
    public Task<StepState> Run<T>(T command, CancellationToken ct)
        where T : IStepCommand => Step<T>().Run(command, ct);

    public async Task<string> Text(CancellationToken ct) => (await Kubernetes.CoreV1.ReadNamespacedConfigMapAsync("coredns", Dns, cancellationToken: ct)).Data["Corefile"];

    /// <summary>The suite's file in coredns-custom; empty where there is none.</summary>
    public async Task<string> CustomText(CancellationToken ct) =>
        (await Kubernetes.CoreV1.ReadNamespacedConfigMapAsync("coredns-custom", Dns, cancellationToken: ct)).Data?.TryGetValue("clusterset-mycs.server", out var text) == true ? "\n" + text : "";

    public Task Label(string name, string value, CancellationToken ct) => Kubernetes.CoreV1.PatchNamespacedConfigMapAsync(
        new V1Patch(new { metadata = new { labels = new Dictionary<string, string> { [name] = value } } }, V1Patch.PatchType.MergePatch), "coredns", Dns, cancellationToken: ct);

    public Task Write(string corefile, CancellationToken ct) => Kubernetes.CoreV1.ReplaceNamespacedConfigMapAsync(
        new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "coredns" }, Data = new Dictionary<string, string> { ["Corefile"] = corefile } }, "coredns", Dns, cancellationToken: ct);

    public async Task<DnsReply> AskPod(ClusterDns dns, V1Pod pod, DnsProbe probe, CancellationToken ct)
    {
        var zone = probe.Name[(probe.Name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var forwarded = (AnswersFromCustom ? await CustomText(ct) : "\n" + await Text(ct)).Contains($"\n{zone}:53 {{", StringComparison.Ordinal);
        return forwarded && PeerAnswers ? new DnsReply(pod.Name(), probe.Target, "NoError") : new DnsReply(pod.Name(), null, forwarded ? "ServerFailure" : "NotExistentDomain");
    }

    public async Task<bool> HasRead(ClusterDns dns, V1Pod pod, LoadMark mark, CancellationToken ct) =>
        Reloads && (AnswersFromCustom ? await CustomText(ct) : await Text(ct)).Contains($"{LoadMark.Address} {mark.Name}\n", StringComparison.Ordinal);

    public Task<DnsReply?> AskService(ClusterDns dns, DnsProbe probe, CancellationToken ct) => Task.FromResult<DnsReply?>(null);

    public Task<IPodPort> Open(string @namespace, string pod, int port, CancellationToken ct) => throw new NotSupportedException("the answers are this class's");

    public void Report(string text, int? percent = null) => Told.Add(text);

    public Task MakeService(string name, V1ServiceSpec spec, CancellationToken ct) => Kubernetes.CoreV1.CreateNamespacedServiceAsync(
        new V1Service { Metadata = new V1ObjectMeta { Name = name, Labels = name == "kube-dns" ? new Dictionary<string, string> { ["k8s-app"] = "kube-dns" } : null }, Spec = spec }, Dns, cancellationToken: ct);

    private async Task Clean(CancellationToken ct)
    {
        // Kubernetes 1.20 answers the deletion with a Status where newer versions answer with the Service.
        using var services = new GenericClient(Kubernetes, "", "v1", "services", disposeClient: false);
        foreach (var service in (await Kubernetes.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: ct)).Items.Where(service => service.Name() != "kubernetes")) // the API server's own
            await services.DeleteNamespacedAsync<V1Status>(service.Namespace(), service.Name(), ct);
        foreach (var map in (string[])["coredns", "coredns-custom"])
            await Kubernetes.CoreV1.DeleteCollectionNamespacedConfigMapAsync(Dns, fieldSelector: $"metadata.name={map}", cancellationToken: ct);
        await Kubernetes.CoreV1.DeleteCollectionNodeAsync(cancellationToken: ct);
        foreach (var pod in (await Kubernetes.CoreV1.ListNamespacedPodAsync(Dns, cancellationToken: ct)).Items)
            await Kubernetes.CoreV1.DeleteNamespacedPodAsync(pod.Name(), Dns, gracePeriodSeconds: 0, cancellationToken: ct);
    }

    private async Task MakeDns(CancellationToken ct)
    {
        var labels = new Dictionary<string, string> { ["k8s-app"] = "kube-dns" };
        await MakeService("kube-dns", new V1ServiceSpec
        {
            Selector = labels,
            Ports = [new() { Name = "dns", Port = 53, Protocol = "UDP", TargetPort = "dns" }, new() { Name = "dns-tcp", Port = 53, Protocol = "TCP", TargetPort = "dns-tcp" }],
        }, ct);
        await Kubernetes.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "coredns" }, Data = new Dictionary<string, string> { ["Corefile"] = Corefile } }, Dns, cancellationToken: ct);
        var pod = await Kubernetes.CoreV1.CreateNamespacedPodAsync(new V1Pod
        {
            Metadata = new V1ObjectMeta { GenerateName = "coredns-", Labels = labels },
            Spec = new V1PodSpec
            {
                Containers = [new() { Name = "coredns", Image = "coredns:1.8.3" }],
                Volumes = [new() { Name = "config", ConfigMap = new() { Name = "coredns", Items = [new() { Key = "Corefile", Path = "Corefile" }] } }],
            },
        }, Dns, cancellationToken: ct);
        pod.Status = new V1PodStatus { Phase = "Running", PodIP = "10.244.0.5", Conditions = [new() { Type = "Ready", Status = "True" }] };
        await Kubernetes.CoreV1.ReplaceNamespacedPodStatusAsync(pod, pod.Name(), Dns, cancellationToken: ct);
    }

    private async Task MakeNode(string name, string address, bool ready, CancellationToken ct)
    {
        var node = await Kubernetes.CoreV1.CreateNodeAsync(new V1Node { Metadata = new V1ObjectMeta { Name = name } }, cancellationToken: ct);
        node.Status = new V1NodeStatus
        {
            Addresses = [new() { Type = "Hostname", Address = name }, new() { Type = "InternalIP", Address = address }],
            Conditions = [new() { Type = "Ready", Status = ready ? "True" : "False" }],
        };
        await Kubernetes.CoreV1.ReplaceNodeStatusAsync(node, name, cancellationToken: ct);
    }
}
