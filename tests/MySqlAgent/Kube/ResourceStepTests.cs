using System.Text;
using System.Text.Json;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Tests.RealServers;
using ClusterSetSuite.MySqlAgent.Tests.Support;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>The steps on Kubernetes objects, on a real API server.</summary>
public sealed class ResourceStepTests(KubeApi api) : IClassFixture<KubeApi>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_namespace_is_made_once()
    {
        var step = new MySqlAgent.Steps.EnsureNamespace(Client());
        var command = new EnsureNamespace($"made-{Guid.NewGuid():N}"[..16]);

        Assert.IsType<StepState.Needed>(await step.Check(command, Ct));
        await step.Apply(command, Ct);
        Assert.IsType<StepState.Done>(await step.Check(command, Ct));
        await step.Apply(command, Ct);
    }

    [Fact]
    public async Task Credentials_are_made_where_they_are_missing_and_the_users_own_are_kept()
    {
        var cluster = await NewCluster("prd");
        await Secret(cluster.Namespace, "mypwds", new() { ["rootUser"] = "root", ["rootHost"] = "%", ["rootPassword"] = "the users own" });
        var step = new MySqlAgent.Steps.GenerateCredentials(Secrets(), new InnoDbClusters(Client()), new FakeSealing());
        var command = new GenerateCredentials(cluster, [new Recipient("dr", "key")]);

        Assert.Contains("prd-privsecrets, prd-router, prd-backup", Assert.IsType<StepState.Needed>(await step.Check(command, Ct)).Why, StringComparison.Ordinal);
        await step.Apply(command, Ct);
        var facts = Assert.IsType<SealedCredentials>(Assert.IsType<StepState.Done>(await step.Check(command, Ct)).Facts);

        Assert.Contains("the users own", facts.BySite["dr"].Jwe, StringComparison.Ordinal);
        var admin = await Value(cluster.Namespace, "prd-privsecrets", "clusterAdminPassword");
        Assert.Equal(32, admin.Length);
        Assert.Contains(admin, facts.BySite["dr"].Jwe, StringComparison.Ordinal);
        await step.Apply(command, Ct);
        Assert.Equal(admin, await Value(cluster.Namespace, "prd-privsecrets", "clusterAdminPassword"));
    }

    [Fact]
    public async Task A_password_that_servers_already_have_is_never_made_up()
    {
        var cluster = await NewCluster("prd");
        await Resource(cluster);
        var step = new MySqlAgent.Steps.GenerateCredentials(Secrets(), new InnoDbClusters(Client()), new FakeSealing());

        Assert.Contains("mypwds", Assert.IsType<StepState.Unsafe>(await step.Check(new GenerateCredentials(cluster, []), Ct)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_placed_before_the_cluster_exists_and_a_strangers_root_password_is_respected()
    {
        var cluster = await NewCluster("dr");
        var step = Place();
        var command = new PlaceCredentials(cluster, Sealed("from prod"));

        Assert.IsType<StepState.Needed>(await step.Check(command, Ct));
        await step.Apply(command, Ct);
        Assert.IsType<StepState.Done>(await step.Check(command, Ct));
        Assert.Equal("from prod", await Value(cluster.Namespace, "mypwds", "rootPassword"));

        var again = command with { Credentials = Sealed("changed in prod") };
        Assert.IsType<StepState.Needed>(await step.Check(again, Ct)); // ours, and nobody uses it yet
        await Client().CoreV1.DeleteNamespacedSecretAsync("mypwds", cluster.Namespace, cancellationToken: Ct);
        await Secret(cluster.Namespace, "mypwds", new() { ["rootUser"] = "root", ["rootHost"] = "%", ["rootPassword"] = "a strangers" });
        Assert.IsType<StepState.Unsafe>(await step.Check(again, Ct));
    }

    [Fact]
    public async Task An_InnoDBCluster_is_made_and_awaited_until_all_its_servers_are_online()
    {
        var cluster = await NewCluster("prd");
        var notes = new Notes();
        var step = Create(notes);
        var command = new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 100, Routers = 1, StorageSize = "2Gi" };

        Assert.IsType<StepState.Needed>(await step.Check(command, Ct));
        await step.Apply(command, Ct);
        var waiting = step.Verify(command, Ct);
        await Status(cluster, "INITIALIZING", 1, made: false);
        while (!notes.Texts.Any(text => text.Contains("INITIALIZING, 1 of 3 online", StringComparison.Ordinal)))
            await Task.Delay(20, Ct);
        Assert.False(waiting.IsCompleted);
        await Status(cluster, "ONLINE", 3, made: true);

        Assert.IsType<StepState.Done>(await waiting);
        var spec = (await Read(cluster)).GetProperty("spec");
        Assert.Equal((100, "mypwds", true), (spec.GetProperty("baseServerId").GetInt32(), spec.GetProperty("secretName").GetString(), spec.GetProperty("tlsUseSelfSigned").GetBoolean()));
        Assert.Equal("2Gi", spec.GetProperty("datadirVolumeClaimTemplate").GetProperty("resources").GetProperty("requests").GetProperty("storage").GetString());
    }

    [Fact]
    public async Task A_second_enforcer_is_put_into_the_pods_and_is_not_taken_away_again()
    {
        var cluster = await NewCluster("prd");
        await Resource(cluster);
        var (step, command) = (Create(new Notes()), new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 100, Routers = 1, Enforced = true });

        Assert.Contains("no second enforcer", Assert.IsType<StepState.Needed>(await step.Check(command, Ct)).Why, StringComparison.Ordinal);
        await step.Apply(command, Ct);
        await step.Apply(command with { Enforced = false, Routers = 2 }, Ct);

        var spec = (await Read(cluster)).GetProperty("spec");
        Assert.Contains("clusterset-enforcer", spec.GetProperty("podSpec").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, spec.GetProperty("router").GetProperty("instances").GetInt32());
    }

    [Fact]
    public async Task A_second_enforcer_leaves_what_people_have_written_into_the_resource()
    {
        var cluster = await NewCluster("prd");
        await Written(cluster, """
            {"secretName": "mypwds", "instances": 3, "baseServerId": 100, "tlsUseSelfSigned": false, "tlsSecretName": "prd-tls",
             "router": {"instances": 1, "bootstrapOptions": ["--conf-use-sockets"], "podSpec": {"nodeSelector": {"disk": "slow"}}},
             "podSpec": {"dnsConfig": {"options": [{"name": "ndots", "value": "2"}, {"name": "timeout", "value": "3"}]},
                         "containers": [{"name": "sidecar", "resources": {"limits": {"memory": "1Gi"}}}, {"name": "mysql", "resources": {"limits": {"memory": "4Gi"}}}]}}
            """);
        var (step, command) = (Create(new Notes()), new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 100, Routers = 1, Enforced = true });

        await step.Apply(command, Ct);

        var spec = (await Read(cluster)).GetProperty("spec");
        Assert.Equal((false, "prd-tls"), (spec.GetProperty("tlsUseSelfSigned").GetBoolean(), spec.GetProperty("tlsSecretName").GetString()));
        var pod = KubernetesJson.Deserialize<V1PodSpec>(spec.GetProperty("podSpec").GetRawText());
        Assert.Equal(["sidecar 1Gi ", "mysql 4Gi exec"], pod.Containers.Select(each => $"{each.Name} {each.Resources.Limits["memory"]} {(each.LivenessProbe?.Exec is null ? "" : "exec")}"));
        Assert.Equal(["ndots 2", "timeout 3", "attempts 2"], pod.DnsConfig.Options.Select(each => $"{each.Name} {each.Value}"));
        var router = KubernetesJson.Deserialize<V1PodSpec>(spec.GetProperty("router").GetProperty("podSpec").GetRawText());
        Assert.Equal(("slow", "timeout 1, attempts 2"), (router.NodeSelector["disk"], string.Join(", ", router.DnsConfig.Options.Select(each => $"{each.Name} {each.Value}"))));
        Assert.Equal(["--conf-use-sockets", "--conf-set-option=metadata_cache:bootstrap.ttl=1"], spec.GetProperty("router").GetProperty("bootstrapOptions").EnumerateArray().Select(each => each.GetString()));
    }

    [Fact]
    public async Task A_change_that_meets_another_change_is_refused_and_made_the_next_time()
    {
        var cluster = await NewCluster("prd");
        await Resource(cluster);
        var clusters = new InnoDbClusters(Client());
        var (read, command) = ((await clusters.Find(cluster, Ct))!, new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 100, Routers = 2 });
        await Status(cluster, "ONLINE", 3, made: true);

        var refused = await Assert.ThrowsAsync<HttpOperationException>(() => clusters.Change(command, read, Ct));
        await Create(new Notes()).Apply(command, Ct);

        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.Response.StatusCode);
        Assert.Equal(2, (await Read(cluster)).GetProperty("spec").GetProperty("router").GetProperty("instances").GetInt32());
    }

    [Fact]
    public async Task Another_cluster_of_the_same_name_is_not_changed()
    {
        var cluster = await NewCluster("prd");
        await Resource(cluster);

        var state = await Create(new Notes()).Check(new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 500, Routers = 1 }, Ct);

        Assert.Contains("baseServerId 100 (the spec says 500)", Assert.IsType<StepState.Unsafe>(state).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_grows_and_changes_its_routers_but_never_shrinks()
    {
        var cluster = await NewCluster("prd");
        await Resource(cluster);
        await Status(cluster, "ONLINE", 3, made: true);
        var (step, command) = (Create(new Notes()), new CreateInnoDBCluster { Cluster = cluster with { Instances = 5 }, BaseServerId = 100, Routers = 2 });

        Assert.Equal("InnoDBCluster prd has 3 instances, 5 are wanted and has 1 routers, 2 are wanted", Assert.IsType<StepState.Needed>(await step.Check(command, Ct)).Why);
        await step.Apply(command, Ct);
        await Status(cluster, "ONLINE", 5, made: true);

        Assert.IsType<StepState.Done>(await step.Verify(command, Ct));
        Assert.Equal((5, 2), ((await Read(cluster)).GetProperty("spec").GetProperty("instances").GetInt32(), (await Read(cluster)).GetProperty("spec").GetProperty("router").GetProperty("instances").GetInt32()));
        var fewer = Assert.IsType<StepState.Unsafe>(await step.Check(command with { Cluster = cluster with { Instances = 4 } }, Ct));
        Assert.Contains("instances 5 (the spec says 4; servers are not taken away)", fewer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_leaves_its_set_loses_the_mark_of_that_set_and_of_no_other()
    {
        var cluster = await NewCluster("dr");
        await Resource(cluster);
        var clusters = new InnoDbClusters(Client());
        await new MySqlAgent.Steps.ObserveCluster(clusters).Apply(new ObserveCluster(cluster, "mycs"), Ct);
        var step = new MySqlAgent.Steps.StopObserving(clusters);

        Assert.IsType<StepState.Done>(await step.Check(new StopObserving(cluster, "other"), Ct));
        Assert.IsType<StepState.Needed>(await step.Check(new StopObserving(cluster, "mycs"), Ct));
        await step.Apply(new StopObserving(cluster, "mycs"), Ct);
        Assert.IsType<StepState.Done>(await step.Check(new StopObserving(cluster, "mycs"), Ct));
        Assert.Equal(3, (await Read(cluster)).GetProperty("spec").GetProperty("instances").GetInt32());
    }

    [Fact]
    public async Task Services_get_the_annotations_and_keep_their_own()
    {
        var cluster = await NewCluster("prd");
        await Client().CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "prd-instances", Annotations = new Dictionary<string, string> { ["own"] = "kept" } },
                Spec = new V1ServiceSpec { ClusterIP = "None", Ports = [new V1ServicePort { Port = 3306 }] },
            },
            cluster.Namespace, cancellationToken: Ct);
        var (step, command) = (new MySqlAgent.Steps.AnnotateServices(Client()), new AnnotateServices(cluster, "remote"));

        Assert.IsType<StepState.Needed>(await step.Check(command, Ct));
        await step.Apply(command, Ct);
        Assert.IsType<StepState.Done>(await step.Check(command, Ct));
        var service = await Client().CoreV1.ReadNamespacedServiceAsync("prd-instances", cluster.Namespace, cancellationToken: Ct);
        Assert.Equal(("kept", "remote", 5), (service.GetAnnotation("own"), service.GetAnnotation("service.cilium.io/affinity"), service.Metadata.Annotations.Count));
    }

    private static Sealed Sealed(string rootPassword)
    {
        var values = CredentialSecrets.Kinds.ToDictionary(kind => kind, CredentialSecrets.Generate);
        values[CredentialSecrets.Root] = new Dictionary<string, string> { ["rootUser"] = "root", ["rootHost"] = "%", ["rootPassword"] = rootPassword };
        return new Sealed($"sealed:{JsonSerializer.Serialize(new Credentials(values), Contracts.Wire.Options)}");
    }

    private IKubernetes Client()
    {
        Assert.SkipWhen(KubeApiBinaries.MustSkip, KubeApiBinaries.SkipReason ?? "");
        return api.Server!.Admin;
    }

    private CredentialSecrets Secrets() => new(Client(), new SecretMask());

    private MySqlAgent.Steps.PlaceCredentials Place() => new(
        Secrets(), new InnoDbClusters(Client()), LoopbackServers.None, new ClusterLook(LoopbackServers.None), new FakeSealing(), new Notes());

    // Its watch may begin with an older state of the resource, and then it looks at the servers.
    private MySqlAgent.Steps.CreateInnoDBCluster Create(Notes notes) =>
        new(new InnoDbClusters(Client()), new ClusterLook(LoopbackServers.Absent), new PodTroubles(Client()), notes, TimeProvider.System, Options.Create(new MySqlOptions()));

    private async Task<LocalCluster> NewCluster(string name)
    {
        Client();
        return new LocalCluster(await api.Server!.NewNamespace("mysql", Ct), name, 3, "mypwds");
    }

    private Task<V1Secret> Secret(string @namespace, string name, Dictionary<string, string> values) =>
        Client().CoreV1.CreateNamespacedSecretAsync(new V1Secret { Metadata = new V1ObjectMeta { Name = name }, StringData = values }, @namespace, cancellationToken: Ct);

    private async Task<string> Value(string @namespace, string name, string key) =>
        Encoding.UTF8.GetString((await Client().CoreV1.ReadNamespacedSecretAsync(name, @namespace, cancellationToken: Ct)).Data[key]);

    private Task Resource(LocalCluster cluster) => new InnoDbClusters(Client()).Make(new CreateInnoDBCluster { Cluster = cluster, BaseServerId = 100, Routers = 1 }, Ct);

    private Task<JsonElement> Written(LocalCluster cluster, string spec) => Client().CustomObjects.CreateNamespacedCustomObjectAsync<JsonElement>(
        new Dictionary<string, object>
        {
            ["apiVersion"] = "mysql.oracle.com/v2",
            ["kind"] = "InnoDBCluster",
            ["metadata"] = new { name = cluster.Name },
            ["spec"] = JsonSerializer.Deserialize<JsonElement>(spec),
        },
        "mysql.oracle.com", "v2", cluster.Namespace, "innodbclusters", cancellationToken: Ct);

    private Task<JsonElement> Read(LocalCluster cluster) =>
        Client().CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>("mysql.oracle.com", "v2", cluster.Namespace, "innodbclusters", cluster.Name, Ct);

    private Task<JsonElement> Status(LocalCluster cluster, string status, int online, bool made) =>
        Client().CustomObjects.PatchNamespacedCustomObjectStatusAsync<JsonElement>(
            new V1Patch(new { status = new { createTime = made ? "2026-11-23T00:00:00Z" : null, cluster = new { status, onlineInstances = online } } }, V1Patch.PatchType.MergePatch),
            "mysql.oracle.com", "v2", cluster.Namespace, "innodbclusters", cluster.Name, cancellationToken: Ct);
}
