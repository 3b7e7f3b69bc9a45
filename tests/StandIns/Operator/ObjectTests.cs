using ClusterSetSuite.Lab.Operator.Objects;
using k8s.Models;
using static ClusterSetSuite.Lab.Operator.Tests.Samples;

namespace ClusterSetSuite.Lab.Operator.Tests;

/// <summary>Objects made from a resource: names, labels and ports that others rely on.</summary>
public sealed class ObjectTests
{
    [Fact]
    public void The_headless_service_names_members_before_they_are_ready()
    {
        var service = Services.Instances(SpecOf());
        Assert.Equal("prd-instances", service.Metadata.Name);
        Assert.Equal("None", service.Spec.ClusterIP);
        Assert.True(service.Spec.PublishNotReadyAddresses);
        Assert.Equal([3306, 33060, 33061], service.Spec.Ports.Select(port => port.Port));
        Assert.Equal(new Dictionary<string, string> { ["component"] = "mysqld", ["tier"] = "mysql", ["mysql.oracle.com/cluster"] = "prd" }, service.Spec.Selector);
    }

    [Fact]
    public void The_router_service_leads_the_MySQL_port_to_the_writing_port()
    {
        var ports = Services.Router(SpecOf()).Spec.Ports.ToDictionary(port => port.Port, port => port.TargetPort.Value);
        Assert.Equal([3306, 33060, 6446, 6448, 6447, 6449, 6450, 8443], ports.Keys);
        Assert.Equal(("6446", "6448"), (ports[3306], ports[33060]));
    }

    [Fact]
    public void The_secrets_have_their_keys_users_and_different_passwords()
    {
        var secrets = Secrets.Of(SpecOf()).ToDictionary(secret => secret.Metadata.Name, secret => secret.StringData);
        Assert.Equal("mysqladmin", secrets["prd-privsecrets"]["clusterAdminUsername"]);
        Assert.Equal("mysqlrouter", secrets["prd-router"]["routerUsername"]);
        Assert.Equal("mysqlbackup", secrets["prd-backup"]["backupUsername"]);
        string[] passwords = [secrets["prd-privsecrets"]["clusterAdminPassword"], secrets["prd-router"]["routerPassword"], secrets["prd-backup"]["backupPassword"]];
        Assert.Equal(3, passwords.Distinct().Count());
        Assert.All(passwords, password => Assert.Matches("^[A-Za-z0-9_.=]{5}(-[A-Za-z0-9_.=]{5}){4}$", password));
    }

    [Fact]
    public void The_members_are_one_parallel_stateful_set_with_the_sidecar_first()
    {
        var set = ServerSet.Of(SpecOf(), Defaults);
        var pod = set.Spec.Template.Spec;
        Assert.Equal(("prd", "prd-instances", "Parallel", 3), (set.Metadata.Name, set.Spec.ServiceName, set.Spec.PodManagementPolicy, set.Spec.Replicas));
        Assert.Equal(["sidecar", "mysql"], pod.Containers.Select(container => container.Name));
        Assert.Equal(["registry.lab/mysqlsh:lab", "registry.lab/mysql:9.7"], pod.Containers.Select(container => container.Image));
        Assert.Equal(["mysql.oracle.com/configured", "mysql.oracle.com/ready"], pod.ReadinessGates.Select(gate => gate.ConditionType));
        Assert.Equal("mysqld", set.Spec.Template.Metadata.Labels["component"]);
        Assert.Equal(set.Spec.Selector.MatchLabels, set.Spec.Template.Metadata.Labels);
    }

    [Fact]
    public void A_member_gets_its_ordinal_and_its_full_name_in_the_given_domain()
    {
        var init = ServerSet.Of(SpecOf(), Defaults with { ClusterDomain = "k8s.example" }).Spec.Template.Spec.InitContainers.Single(container => container.Name == "initconf");
        Assert.Equal("100", Env(init, "BASE_SERVER_ID"));
        Assert.Equal("$(MY_POD_NAME).prd-instances.mysql-prod.svc.k8s.example", Env(init, "MY_FQDN"));
    }

    [Fact]
    public void No_password_stands_in_a_pod_in_the_clear()
    {
        var containers = ServerSet.Of(SpecOf(), Defaults).Spec.Template.Spec;
        var passwords = containers.InitContainers.Concat(containers.Containers).Append(RouterDeployment.Of(SpecOf(), Defaults, 1).Spec.Template.Spec.Containers[0])
            .SelectMany(container => container.Env ?? []).Where(variable => variable.Name.EndsWith("PASSWORD", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, passwords.Count);
        Assert.All(passwords, variable => Assert.NotNull(variable.ValueFrom.SecretKeyRef));
    }

    [Fact]
    public void A_podSpec_is_laid_over_the_template_by_container_name()
    {
        var set = ServerSet.Of(SpecOf("""{"podSpec": {"nodeSelector": {"disk": "fast"}, "containers": [{"name": "mysql", "resources": {"limits": {"memory": "1Gi"}}}]}}"""), Defaults);
        Assert.Equal("fast", set.Spec.Template.Spec.NodeSelector["disk"]);
        var mysql = set.Spec.Template.Spec.Containers.Single(container => container.Name == "mysql");
        Assert.Equal(("1Gi", "registry.lab/mysql:9.7"), (mysql.Resources.Limits["memory"].ToString(), mysql.Image));
        Assert.Equal(2, set.Spec.Template.Spec.Containers.Count);
    }

    [Fact]
    public void A_claim_template_changes_the_size_of_the_data_volume()
    {
        var claim = ServerSet.Of(SpecOf("""{"datadirVolumeClaimTemplate": {"resources": {"requests": {"storage": "5Gi"}}}}"""), Defaults).Spec.VolumeClaimTemplates.Single();
        Assert.Equal(("datadir", "5Gi"), (claim.Metadata.Name, claim.Spec.Resources.Requests["storage"].ToString()));
    }

    [Fact]
    public void Own_certificates_are_mounted_only_when_they_are_not_self_signed()
    {
        Assert.DoesNotContain(ServerSet.Of(SpecOf(), Defaults).Spec.Template.Spec.Volumes, volume => volume.Name == "ssldata");
        var given = ServerSet.Of(SpecOf("""{"tlsUseSelfSigned": false, "tlsSecretName": "crt", "tlsCASecretName": "ca"}"""), Defaults).Spec.Template.Spec;
        Assert.Equal(["crt", "ca"], given.Volumes.Single(volume => volume.Name == "ssldata").Projected.Sources.Select(source => source.Secret.Name));
        Assert.Contains("02-ssl.cnf", InitConf.Of(SpecOf("""{"tlsUseSelfSigned": false}""")).Data.Keys);
    }

    [Fact]
    public void The_users_my_cnf_comes_last()
    {
        var data = InitConf.Of(SpecOf("""{"mycnf": "[mysqld]\nmax_connections=7"}""")).Data;
        Assert.Contains("max_connections=7", data["99-extra.cnf"], StringComparison.Ordinal);
        Assert.Equal("99-extra.cnf", data.Keys.Where(key => key.EndsWith(".cnf", StringComparison.Ordinal)).Max(StringComparer.Ordinal));
    }

    [Fact]
    public void Routers_start_at_the_given_size_and_find_the_cluster_by_its_headless_service()
    {
        var deployment = RouterDeployment.Of(SpecOf(), Defaults, 0);
        var router = deployment.Spec.Template.Spec.Containers.Single();
        Assert.Equal(("prd-router", 0, "router", "registry.lab/mysql-router:9.7"), (deployment.Metadata.Name, deployment.Spec.Replicas, router.Name, router.Image));
        Assert.Equal("prd-instances.mysql-prod.svc.cluster.local", Env(router, "MYSQL_HOST"));
        Assert.Equal([6446, 6448, 6447, 6449, 6450, 8443], router.Ports.Select(port => port.ContainerPort));
        Assert.Equal("mysqlrouter", deployment.Spec.Template.Metadata.Labels["component"]);
    }

    [Fact]
    public void Routers_bootstrap_with_the_operators_options_and_those_of_the_resource()
    {
        var spec = SpecOf("""{"router": {"bootstrapOptions": ["--conf-use-sockets", "--conf-set-option=metadata_cache:bootstrap.ttl=1"]}}""");
        Assert.Equal(
            "--conf-set-option=DEFAULT.unknown_config_option=warning --conf-use-sockets --conf-set-option=metadata_cache:bootstrap.ttl=1",
            Env(RouterDeployment.Of(spec, Defaults, 1).Spec.Template.Spec.Containers.Single(), RouterDeployment.BootstrapVariable));
    }

    [Theory]
    [InlineData("""{"version": "8.4.5"}""", "registry.lab/mysql:8.4")]
    [InlineData("""{"imageRepository": "other.example"}""", "other.example/mysql:9.7")]
    public void Images_follow_version_and_repository(string changes, string image) => Assert.Equal(image, Images.Server(SpecOf(changes), Defaults));

    private static string Env(V1Container container, string name) => container.Env.Single(variable => variable.Name == name).Value;
}
