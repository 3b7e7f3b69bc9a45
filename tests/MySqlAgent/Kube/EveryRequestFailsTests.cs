using System.Text.Json;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Tests.RealServers;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.Tests.Shared;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>This agent's steps on Kubernetes objects over an API server of which each request, read, write or watch, goes wrong once.</summary>
public sealed class EveryRequestFailsTests(KubeApi api) : IClassFixture<KubeApi>
{
    public static TheoryData<string> Faults => FaultyRuns.Faults;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_cluster_is_made_with_the_passwords_that_were_made_first_is_marked_and_let_go(string fault)
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        await using var proxy = await FaultyApi.Before(api.Server!, Ct);
        var client = proxy.Client();
        var clusters = new InnoDbClusters(client);
        var secrets = new CredentialSecrets(client, new SecretMask());
        var cluster = new LocalCluster($"faulty-{Guid.NewGuid():N}"[..16], "prd", 3, "mypwds");

        await proxy.BroughtToItsEnd(new MySqlAgent.Steps.EnsureNamespace(client), new EnsureNamespace(cluster.Namespace), fault, Ct);
        await proxy.BroughtToItsEnd(new MySqlAgent.Steps.GenerateCredentials(secrets, clusters, new FakeSealing()), new GenerateCredentials(cluster, [new Recipient("dr", "key")]), fault, Ct);
        var passwords = await Data(cluster);
        var create = new MySqlAgent.Steps.CreateInnoDBCluster(clusters, new ClusterLook(LoopbackServers.Absent), new PodTroubles(client), new Notes(), TimeProvider.System, Options.Create(new MySqlOptions()));
        await Played.While(ct => ComesOnline(cluster, ct), () => proxy.BroughtToItsEnd(create, new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 100, Routers = 1 }, fault, Ct), Ct);
        await api.Server!.Admin.CoreV1.CreateNamespacedServiceAsync(
            new V1Service { Metadata = new V1ObjectMeta { Name = "prd-instances" }, Spec = new V1ServiceSpec { ClusterIP = "None", Ports = [new V1ServicePort { Port = 3306 }] } },
            cluster.Namespace, cancellationToken: Ct);
        await proxy.BroughtToItsEnd(new MySqlAgent.Steps.ObserveCluster(clusters), new ObserveCluster(cluster, "mycs"), fault, Ct);
        await proxy.BroughtToItsEnd(new MySqlAgent.Steps.AnnotateServices(client), new AnnotateServices(cluster, "remote"), fault, Ct);
        Assert.Equal("mycs", (await new InnoDbClusters(api.Server.Admin).Find(cluster, Ct))!.Metadata.Annotations[Observation.MarkedClusters.Mark]);
        await proxy.BroughtToItsEnd(new MySqlAgent.Steps.StopObserving(clusters), new StopObserving(cluster, "mycs"), fault, Ct);

        Assert.Equal(passwords, await Data(cluster)); // what servers may know already is not made anew
        Assert.Contains($"POST /api/v1/namespaces {cluster.Namespace}", proxy.Met);
        Assert.Contains($"PATCH /apis/mysql.oracle.com/v2/namespaces/{cluster.Namespace}/innodbclusters/prd", proxy.Met);
        Assert.Contains($"PATCH /api/v1/namespaces/{cluster.Namespace}/services/prd-instances", proxy.Met);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Another_sites_passwords_are_placed_whole(string fault)
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        await using var proxy = await FaultyApi.Before(api.Server!, Ct);
        var client = proxy.Client();
        var cluster = new LocalCluster(await api.Server!.NewNamespace("faulty", Ct), "dr", 3, "mypwds");
        var values = CredentialSecrets.Kinds.ToDictionary(kind => kind, CredentialSecrets.Generate);
        var command = new PlaceCredentials(cluster, new Sealed($"sealed:{JsonSerializer.Serialize(new Credentials(values), Contracts.Wire.Options)}"));
        var step = new MySqlAgent.Steps.PlaceCredentials(
            new CredentialSecrets(client, new SecretMask()), new InnoDbClusters(client), LoopbackServers.None, new ClusterLook(LoopbackServers.None), new FakeSealing(), new Notes());

        var met = await proxy.BroughtToItsEnd(step, command, fault, Ct);

        Assert.All(CredentialSecrets.Kinds, kind => Assert.Contains($"POST /api/v1/namespaces/{cluster.Namespace}/secrets {CredentialSecrets.Name(cluster, kind)}", met));
        Assert.Equal(CredentialSecrets.Kinds.Select(kind => CredentialSecrets.Name(cluster, kind)).Order(), (await Data(cluster)).Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_operator_is_installed_whole(string fault)
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        await using var proxy = await FaultyApi.Before(api.Server!, Ct);
        var client = proxy.Client();
        var (eventually, notes, options) = (new Eventually(TimeProvider.System), new Notes(), Options.Create(new MySqlOptions { OperatorManifest = Repository.PathOf("deploy/lab/stand-ins/operator/deploy.yaml") }));
        var step = new MySqlAgent.Steps.InstallOperator(
            new OperatorDeployment(client), new InnoDbClusters(client), new Manifest(client, eventually, notes, options), new Rollouts(client, new PodTroubles(client), eventually, notes, options));

        await Played.While(RollsOut, () => proxy.BroughtToItsEnd(step, new InstallOperator("cluster.local"), fault, Ct), Ct);

        Assert.Contains("PATCH /api/v1/namespaces/mysql-operator/serviceaccounts/mysql-operator-sa", proxy.Met);
        Assert.Contains("PATCH /apis/apps/v1/namespaces/mysql-operator/deployments/mysql-operator", proxy.Met);
        await api.Server!.Admin.AppsV1.DeleteNamespacedDeploymentAsync("mysql-operator", "mysql-operator", propagationPolicy: "Background", cancellationToken: Ct);
    }

    private async Task ComesOnline(LocalCluster cluster, CancellationToken ct)
    {
        var status = new V1Patch(new { status = new { createTime = "2026-11-23T00:00:00Z", cluster = new { status = "ONLINE", onlineInstances = 3 } } }, V1Patch.PatchType.MergePatch);
        if (await new InnoDbClusters(api.Server!.Admin).Find(cluster, ct) is not null)
            await api.Server.Admin.CustomObjects.PatchNamespacedCustomObjectStatusAsync<JsonElement>(status, "mysql.oracle.com", "v2", cluster.Namespace, "innodbclusters", cluster.Name, cancellationToken: ct);
    }

    private async Task RollsOut(CancellationToken ct)
    {
        foreach (var deployment in (await api.Server!.Admin.AppsV1.ListNamespacedDeploymentAsync("mysql-operator", cancellationToken: ct)).Items)
            await api.Server.Admin.AppsV1.PatchNamespacedDeploymentStatusAsync(Played.RolledOut(deployment), deployment.Name(), "mysql-operator", cancellationToken: ct);
    }

    private async Task<IReadOnlyDictionary<string, string>> Data(LocalCluster cluster) =>
        (await api.Server!.Admin.CoreV1.ListNamespacedSecretAsync(cluster.Namespace, cancellationToken: Ct)).Items.ToDictionary(
            secret => secret.Name(), secret => string.Join(' ', secret.Data.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Convert.ToBase64String(pair.Value))));
}
