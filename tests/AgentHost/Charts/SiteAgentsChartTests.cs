using ClusterSetSuite.AgentHost.Tests.Kubernetes;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.AgentHost.Tests.Charts;

/// <summary>The chart on a real API server: what each agent's ServiceAccount may do, and may not.</summary>
[Collection(ApiServer.Name)]
public sealed class SiteAgentsChartTests(ApiServer api)
{
    private static readonly string Chart = Repository.PathOf("deploy/charts/site-agents");

    private static readonly string[] Values = ["--set", "site=prod", "--set", "rabbitmq.host=broker", "--set", "rabbitmq.user=suite", "--set", "rabbitmq.existingSecret=broker"];

    private static readonly SemaphoreSlim Installing = new(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Helm_finds_no_fault_in_it()
    {
        var (exitCode, output) = await LabTool.Run("helm", ["lint", "--strict", Chart, .. Values], Ct);
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("site=Prod", "/site")]
    [InlineData("rabbitmq.existingSecret=", "existingSecret")]
    [InlineData("rabbitmq.password=hunter2", "password")]
    [InlineData("images.pullPolicy=Sometimes", "pullPolicy")]
    [InlineData("lostNodeSeconds=-1", "lostNodeSeconds")]
    public async Task A_wrong_value_is_named(string value, string named)
    {
        var (exitCode, output) = await LabTool.Run("helm", ["template", "x", Chart, .. Values, "--set", value], Ct);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(named, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_container_runs_as_root_or_writes_to_its_image()
    {
        Assert.All(await Deployments(), each =>
        {
            var pod = each.Spec.Template.Spec;
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.True(pod.Containers.Single().SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal("Memory", pod.Volumes.Single(volume => volume.Name == "tmp").EmptyDir.Medium);
            Assert.Equal("Recreate", each.Spec.Strategy.Type);
        });
    }

    [Fact]
    public async Task An_agent_leaves_a_lost_node_soon_and_goes_where_its_values_let_it()
    {
        Assert.All(await Deployments("--set", "tolerations[0].key=dedicated", "--set", "tolerations[0].operator=Exists", "--set", "lostNodeSeconds=20"), each => Assert.Equal(
            [("node.kubernetes.io/not-ready", 20L), ("node.kubernetes.io/unreachable", 20L), ("dedicated", null)],
            each.Spec.Template.Spec.Tolerations.Select(toleration => (toleration.Key, toleration.TolerationSeconds))));
        Assert.All(await Deployments(), each => Assert.Equal([30L, 30L], each.Spec.Template.Spec.Tolerations.Select(toleration => toleration.TolerationSeconds)));
    }

    private static async Task<IReadOnlyList<V1Deployment>> Deployments(params string[] values)
    {
        var (_, output) = await LabTool.Run("helm", ["template", "x", Chart, .. Values, "--kube-version", "1.20.2", .. values], Ct);
        var deployments = KubernetesYaml.LoadAllFromString(output, new Dictionary<string, Type> { ["apps/v1/Deployment"] = typeof(V1Deployment) }).OfType<V1Deployment>().ToArray();
        Assert.Equal(["dns-agent", "mesh-agent", "mysql-agent"], deployments.Select(each => each.Name()).Order());
        return deployments;
    }

    [Theory]
    [InlineData("dns-agent", "update", "", "configmaps", "kube-system", true)]
    [InlineData("dns-agent", "update", "", "configmaps", "default", false)]
    [InlineData("dns-agent", "get", "", "secrets", "kube-system", false)]
    [InlineData("dns-agent", "list", "", "nodes", "", true)]
    [InlineData("dns-agent", "patch", "", "services", "mysql-prod", true)]
    [InlineData("dns-agent", "delete", "", "services", "kube-system", false)]
    [InlineData("mesh-agent", "create", "", "pods/exec", "kube-system", true)]
    [InlineData("mesh-agent", "create", "", "pods/exec", "mysql-prod", false)]
    [InlineData("mesh-agent", "get", "", "secrets", "mysql-prod", false)]
    [InlineData("mesh-agent", "delete", "", "pods", "mysql-prod", true)]
    [InlineData("mesh-agent", "create", "rbac.authorization.k8s.io", "clusterroles", "", true)]
    [InlineData("mysql-agent", "get", "", "secrets", "mysql-prod", true)]
    [InlineData("mysql-agent", "list", "", "secrets", "mysql-prod", false)]
    [InlineData("mysql-agent", "watch", "mysql.oracle.com", "innodbclusters", "mysql-prod", true)]
    [InlineData("mysql-agent", "delete", "mysql.oracle.com", "innodbclusters", "mysql-prod", false)]
    [InlineData("mysql-agent", "create", "", "pods/exec", "mysql-prod", true)]
    [InlineData("mysql-agent", "escalate", "rbac.authorization.k8s.io", "clusterroles", "", false)]
    [InlineData("mysql-agent", "delete", "", "namespaces", "", false)]
    public async Task An_agent_may_do_what_its_steps_do_and_nothing_near_it(string agent, string verb, string group, string resource, string space, bool allowed)
    {
        using var client = await Agent(agent);
        var parts = resource.Split('/');
        var asked = new V1ResourceAttributes { Verb = verb, Group = group, Resource = parts[0], Subresource = parts.ElementAtOrDefault(1), NamespaceProperty = space };
        var review = new V1SelfSubjectAccessReview { Spec = new() { ResourceAttributes = asked } };
        Assert.Equal(allowed, (await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: Ct)).Status.Allowed);
    }

    [Fact]
    public async Task The_mesh_agent_can_install_ciliums_chart_with_helm()
    {
        using var client = await Agent("mesh-agent");
        var chart = Repository.PathOf("deploy/lab/stand-ins/cilium/chart");
        var (exitCode, output) = await LabTool.Run(
            "helm", ["upgrade", "cilium", chart, "--install", "--no-hooks", "--namespace", "kube-system", "--kubeconfig", await Kubeconfig("mesh-agent"), "--set", "cluster.name=prod", "--set", "cluster.id=1"], Ct);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task The_mysql_agent_can_apply_the_operators_manifest_and_no_other_cluster_role()
    {
        using var client = await Agent("mysql-agent");
        var kubeconfig = await Kubeconfig("mysql-agent");
        var manifest = Repository.PathOf("deploy/lab/stand-ins/operator/deploy.yaml");
        var (exitCode, output) = await LabTool.Run("kubectl", ["apply", "--server-side", "--validate=false", "--kubeconfig", kubeconfig, "-f", manifest], Ct);
        Assert.True(exitCode == 0, output);

        var other = Path.Combine(Path.GetDirectoryName(kubeconfig)!, "other.yaml");
        await File.WriteAllTextAsync(other, (await File.ReadAllTextAsync(manifest, Ct)).Replace("name: mysql-operator}", "name: somebody-else}", StringComparison.Ordinal), Ct);
        var refused = await LabTool.Run("kubectl", ["apply", "--server-side", "--validate=false", "--kubeconfig", kubeconfig, "-f", other], Ct);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("forbidden", refused.Output, StringComparison.Ordinal);
    }

    private async Task<IKubernetes> Agent(string agent)
    {
        var server = api.Get();
        await Installing.WaitAsync(Ct);
        try
        {
            var (exitCode, output) = await LabTool.Run(
                "helm", ["upgrade", "--install", "site-agents", Chart, "--namespace", "clusterset-system", "--create-namespace", "--kubeconfig", server.Kubeconfig, .. Values], Ct);
            Assert.True(exitCode == 0, output);
        }
        finally
        {
            Installing.Release();
        }

        return await server.ClientOf("clusterset-system", agent, Ct);
    }

    private async Task<string> Kubeconfig(string agent)
    {
        var request = new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = ["https://kubernetes.default.svc"] } };
        var answer = await api.Get().Admin.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, agent, "clusterset-system", cancellationToken: Ct);
        var file = Path.Combine(api.Get().Certificates, $"{agent}.kubeconfig");
        await File.WriteAllTextAsync(file, api.Get().KubeconfigFor(answer.Status.Token), Ct);
        return file;
    }
}
