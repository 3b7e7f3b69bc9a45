using System.Diagnostics;
using System.Text;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Lab.Cilium.Tests;

/// <summary>What the chart makes of its values; needs helm in the lab's cache.</summary>
public class ChartTests
{
    private static readonly string[] Mesh =
    [
        "cluster.name=prod", "cluster.id=1", "clustermesh.useAPIServer=true", "clustermesh.config.enabled=true", "clustermesh.apiserver.tls.auto.method=cronJob",
    ];

    private static readonly string[] Peer =
        ["clustermesh.config.clusters[0].name=dr", "clustermesh.config.clusters[0].ips[0]=172.30.0.12", "clustermesh.config.clusters[0].port=32380"];

    [Theory]
    [InlineData("cluster.name=Prod", "cluster name is invalid")]
    [InlineData("cluster.id=3", "cluster.id != 0")]
    [InlineData("cluster.name=a23456789-123456789-123456789-123", "32 characters")]
    [InlineData("cluster.id=300", "between 0 and 255")]
    public async Task Names_and_ids_that_the_real_chart_refuses_are_refused(string value, string words)
    {
        Assert.SkipWhen(Helm is null, "no helm in the lab's cache; build it with deploy/lab");
        var (exitCode, output) = await Template([value]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_mesh_there_is_no_API_server_and_a_misspelt_value_is_ignored()
    {
        Assert.SkipWhen(Helm is null, "no helm in the lab's cache; build it with deploy/lab");
        var (exitCode, output) = await Template(["cluster.name=prod", "cluster.id=1", "clusterMesh.useAPIServer=true"]);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("clustermesh-apiserver\n", output, StringComparison.Ordinal);
        Assert.Contains("cluster-name: \"prod\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_is_one_key_of_each_Secret_and_a_host_alias()
    {
        Assert.SkipWhen(Helm is null, "no helm in the lab's cache; build it with deploy/lab");
        var (_, output) = await Template([.. Mesh, .. Peer]);

        var keys = output.Split('\n').Where(line => line.StartsWith("  dr: ", StringComparison.Ordinal))
            .Select(line => Encoding.UTF8.GetString(Convert.FromBase64String(line[6..]))).ToList();
        Assert.Contains(keys, file => file.Contains("https://clustermesh-apiserver.kube-system.svc:2379", StringComparison.Ordinal) && file.Contains("local-etcd-client.crt", StringComparison.Ordinal));
        Assert.Contains(keys, file => file.Contains("https://dr.mesh.cilium.io:32380", StringComparison.Ordinal) && file.Contains("common-etcd-client.crt", StringComparison.Ordinal));
        Assert.Contains("hostnames: [dr.mesh.cilium.io]", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clustermesh.apiserver.service.nodePort=32381", "nodePort: 32381")]
    [InlineData("operator.replicas=1", "replicas: 1")]
    [InlineData("routingMode=native", "routing-mode: \"native\"")]
    [InlineData("tunnelProtocol=geneve", "tunnel-protocol: \"geneve\"")]
    [InlineData("ciliumEndpointSlice.enabled=true", "enable-cilium-endpoint-slice: \"true\"")]
    [InlineData("clustermesh.apiserver.podAnnotations.bundle=abc", "bundle: abc")]
    [InlineData("tls.caBundle.enabled=true,tls.caBundle.content=PEM", "name: cilium-root-ca.crt")]
    public async Task Values_reach_the_objects(string value, string wanted)
    {
        Assert.SkipWhen(Helm is null, "no helm in the lab's cache; build it with deploy/lab");
        var (exitCode, output) = await Template([.. Mesh, value]);

        Assert.True(exitCode == 0, output);
        Assert.Contains(wanted, output, StringComparison.Ordinal);
    }

    private static string? Helm => SuiteCache.Program("helm");

    private static string Chart => Repository.PathOf("deploy/lab/stand-ins/cilium/chart");

    private static async Task<(int ExitCode, string Output)> Template(IEnumerable<string> values)
    {
        var start = new ProcessStartInfo(Helm!, ["template", "cilium", Chart, "--namespace", "kube-system", .. values.SelectMany(value => (string[])["--set", value])])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
