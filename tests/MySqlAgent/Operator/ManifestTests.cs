using ClusterSetSuite.MySqlAgent.Operator;

namespace ClusterSetSuite.MySqlAgent.Tests.Operator;

public sealed class ManifestTests
{
    private const string Yaml = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: mysql-operator, namespace: mysql-operator}
        spec:
          template:
            spec:
              containers:
                - name: mysql-operator
                  image: container-registry.oracle.com/mysql/community-operator:9.7.0-2.2.8
                  env: [{name: MYSQL_OPERATOR_K8S_CLUSTER_DOMAIN, value: old.local}, {name: MYSQLSH_USER_CONFIG_HOME, value: /mysqlsh}]
        ---
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: sa}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: innodbclusters.mysql.oracle.com}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: mysql-operator, labels: {quoted: "true"}}
        """;

    [Fact]
    public void Documents_come_in_an_order_that_works() =>
        Assert.Equal(["CustomResourceDefinition", "Namespace", "ServiceAccount", "Deployment"], Manifest.Sort(ManifestText.Documents(Yaml)).Select(d => (string)d["kind"]!));

    [Fact]
    public void The_clusters_domain_replaces_what_the_manifest_says()
    {
        var documents = ManifestText.Documents(Yaml).ToArray();

        Assert.Equal(1, documents.Count(d => ManifestText.SetDomain(d, "cluster.local")));

        var env = documents[0]["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray();
        Assert.Equal("cluster.local", (string)Assert.Single(env, e => (string)e!["name"]! == OperatorDeployment.DomainVariable)!["value"]!);
        Assert.Equal(2, env.Count);
    }

    [Fact]
    public void Quoted_values_stay_text() =>
        Assert.Equal("\"true\"", ManifestText.Documents(Yaml).Single(d => (string)d["kind"]! == "Namespace")["metadata"]!["labels"]!["quoted"]!.ToJsonString());
}
