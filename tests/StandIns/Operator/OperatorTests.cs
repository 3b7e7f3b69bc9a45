using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Lab.Operator.Tests;

/// <summary>The operator against a real API server. No kubelet runs there: what needs running servers is proven on the lab.</summary>
public sealed class OperatorTests(OperatorTests.Api api) : IClassFixture<OperatorTests.Api>
{
    /// <summary>The API server, with the operator's manifest applied.</summary>
    public sealed class Api : KubeApiFixture, IAsyncLifetime;

    private const string Good = """{"secretName": "mypwds", "tlsUseSelfSigned": true, "instances": 3, "baseServerId": 100, "router": {"instances": 2}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_objects_are_made_and_the_cluster_is_pending()
    {
        var (admin, ns) = await Begin();
        await Apply(admin, ns, Good);
        using var running = Run();
        await running.StartAsync(Token);
        var resource = await Until(admin, ns, cluster => Status(cluster) == "PENDING");
        Assert.Contains("mysql.oracle.com/cluster", resource["metadata"]!["finalizers"]!.AsArray().Select(name => name!.GetValue<string>()));
        var set = await admin.AppsV1.ReadNamespacedStatefulSetAsync("prd", ns, cancellationToken: Token);
        Assert.Equal(resource["metadata"]!["uid"]!.GetValue<string>(), Assert.Single(set.Metadata.OwnerReferences).Uid);
        Assert.Equal(0, (await admin.AppsV1.ReadNamespacedDeploymentAsync("prd-router", ns, cancellationToken: Token)).Spec.Replicas);
        Assert.Contains((await admin.CoreV1.ListNamespacedServiceAsync(ns, cancellationToken: Token)).Items, service => service.Metadata.Name == "prd");
        Assert.NotNull(await admin.CustomObjects.GetNamespacedCustomObjectAsync("policy", "v1beta1", ns, "poddisruptionbudgets", "prd-pdb", Token));
        Assert.Contains((await admin.CoreV1.ListNamespacedEventAsync(ns, cancellationToken: Token)).Items, item => item.Reason == "ResourcesCreated" && item.InvolvedObject.Name == "prd");
        await running.StopAsync(Token);
    }

    [Fact]
    public async Task Accounts_that_are_there_are_kept_and_a_second_run_changes_nothing()
    {
        var (admin, ns) = await Begin();
        await admin.CoreV1.CreateNamespacedSecretAsync(Secret("prd-router", ("routerUsername", "mysqlrouter"), ("routerPassword", "from the other site")), ns, cancellationToken: Token);
        await Apply(admin, ns, Good);
        using (var first = Run())
        {
            await first.StartAsync(Token);
            await Until(admin, ns, cluster => Status(cluster) == "PENDING");
            await first.StopAsync(Token);
        }
        var before = await Fingerprint(admin, ns);
        // As if the operator had been ended after the objects, before the status.
        await admin.CustomObjects.PatchNamespacedCustomObjectStatusAsync(new V1Patch("""{"status": null}""", V1Patch.PatchType.MergePatch), "mysql.oracle.com", "v2", ns, "innodbclusters", "prd", cancellationToken: Token);
        using var second = Run();
        await second.StartAsync(Token);
        await Until(admin, ns, cluster => Status(cluster) == "PENDING");
        await second.StopAsync(Token);
        Assert.Equal(before, await Fingerprint(admin, ns));
        var kept = await admin.CoreV1.ReadNamespacedSecretAsync("prd-router", ns, cancellationToken: Token);
        Assert.Equal("from the other site", Encoding.UTF8.GetString(kept.Data["routerPassword"]));
        Assert.Null(kept.Metadata.OwnerReferences);
    }

    [Fact]
    public async Task A_bad_resource_is_invalid_with_an_event_until_it_is_replaced()
    {
        var (admin, ns) = await Begin();
        await Apply(admin, ns, """{"secretName": "mypwds", "version": "99.1.0"}""");
        using var running = Run();
        await running.StartAsync(Token);
        await Until(admin, ns, cluster => Status(cluster) == "INVALID");
        await Wait(async () => (await admin.CoreV1.ListNamespacedEventAsync(ns, cancellationToken: Token)).Items
            .Any(item => item.Reason == "InvalidArgument" && item.Type == "Warning" && item.Message.Contains("spec.version is 99.1.0", StringComparison.Ordinal)));
        Assert.Empty((await admin.AppsV1.ListNamespacedStatefulSetAsync(ns, cancellationToken: Token)).Items);
        await admin.CustomObjects.PatchNamespacedCustomObjectAsync(new V1Patch("""{"spec": {"version": "9.7.0"}}""", V1Patch.PatchType.MergePatch), "mysql.oracle.com", "v2", ns, "innodbclusters", "prd", cancellationToken: Token);
        await Until(admin, ns, cluster => Status(cluster) == "PENDING");
        await running.StopAsync(Token);
    }

    [Theory]
    [InlineData("""{"secretName": "mypwds", "instances": 10}""", "spec.instances")]
    [InlineData("""{"instances": 3}""", "spec.secretName")]
    public async Task The_API_server_itself_refuses_what_the_schema_forbids(string spec, string field)
    {
        var (admin, ns) = await Begin();
        var refused = await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() => Apply(admin, ns, spec));
        Assert.Equal(422, (int)refused.Response.StatusCode);
        Assert.Contains(field, refused.Response.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_cluster_without_pods_is_released()
    {
        var (admin, ns) = await Begin();
        await Apply(admin, ns, Good);
        using var running = Run();
        await running.StartAsync(Token);
        await Until(admin, ns, cluster => Status(cluster) == "PENDING");
        await admin.CustomObjects.DeleteNamespacedCustomObjectAsync("mysql.oracle.com", "v2", ns, "innodbclusters", "prd", cancellationToken: Token);
        await Wait(async () => Items(await admin.CustomObjects.ListNamespacedCustomObjectAsync("mysql.oracle.com", "v2", ns, "innodbclusters", cancellationToken: Token)).Count == 0);
        await running.StopAsync(Token);
    }

    private async Task<(IKubernetes Admin, string Namespace)> Begin()
    {
        Assert.SkipWhen(api.Server is null, KubeApiBinaries.SkipReason ?? "");
        await Crd.Apply(api.Server!.Admin, Token);
        return (api.Server.Admin, await api.Server.NewNamespace("ic", Token));
    }

    private IHost Run()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(api.Server!.Kubeconfig);
        builder.Services.AddOperator(configuration, new Settings { Interval = TimeSpan.FromMilliseconds(200) });
        return builder.Build();
    }

    private static Task<object> Apply(IKubernetes admin, string ns, string spec) =>
        admin.CustomObjects.CreateNamespacedCustomObjectAsync(Samples.Resource(spec, ns: ns), "mysql.oracle.com", "v2", ns, "innodbclusters", cancellationToken: Token);

    private static async Task<JsonObject> Until(IKubernetes admin, string ns, Func<JsonObject, bool> condition)
    {
        JsonObject? found = null;
        await Wait(async () => condition(found = JsonNode.Parse(((JsonElement)await admin.CustomObjects.GetNamespacedCustomObjectAsync("mysql.oracle.com", "v2", ns, "innodbclusters", "prd", Token)).GetRawText())!.AsObject()));
        return found!;
    }

    private static async Task Wait(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(100, deadline.Token);
    }

    /// <summary>Name and resource version of everything the operator makes.</summary>
    private static async Task<string> Fingerprint(IKubernetes admin, string ns)
    {
        IEnumerable<V1ObjectMeta> all =
        [
            .. (await admin.CoreV1.ListNamespacedSecretAsync(ns, cancellationToken: Token)).Items.Select(item => item.Metadata),
            .. (await admin.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: Token)).Items.Select(item => item.Metadata),
            .. (await admin.CoreV1.ListNamespacedServiceAsync(ns, cancellationToken: Token)).Items.Select(item => item.Metadata),
            .. (await admin.CoreV1.ListNamespacedServiceAccountAsync(ns, cancellationToken: Token)).Items.Select(item => item.Metadata),
            .. (await admin.AppsV1.ListNamespacedStatefulSetAsync(ns, cancellationToken: Token)).Items.Select(item => item.Metadata),
            .. (await admin.AppsV1.ListNamespacedDeploymentAsync(ns, cancellationToken: Token)).Items.Select(item => item.Metadata),
        ];
        return string.Join('\n', all.Select(item => $"{item.Name} {item.ResourceVersion}").Order());
    }

    private static JsonArray Items(object list) => JsonNode.Parse(((JsonElement)list).GetRawText())!["items"]!.AsArray();

    private static string? Status(JsonObject cluster) => cluster["status"]?["cluster"]?["status"]?.GetValue<string>();

    private static V1Secret Secret(string name, params (string Key, string Value)[] data) =>
        new() { Metadata = new V1ObjectMeta { Name = name }, StringData = data.ToDictionary(pair => pair.Key, pair => pair.Value) };
}
