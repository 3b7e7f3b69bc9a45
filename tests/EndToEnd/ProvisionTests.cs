using System.Text.Json;
using ClusterSetSuite.TestServers;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.EndToEnd.Tests;

[Collection(OnTheLab.Name)]
public class ProvisionTests(ProvisionedSet set)
{
    private static readonly (string Site, string Namespace)[] Sites = [("prod", "mysql-prod"), ("dr", "mysql-dr")];

    [Fact]
    public void One_command_makes_a_healthy_set_over_both_sites()
    {
        Assert.True(set.Made.ExitCode == 0, set.Made.ToString());
        Assert.Contains("ClusterSet mycs: HEALTHY", set.Made.Stdout, StringComparison.Ordinal);
        Assert.Contains("myreplica", set.Made.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_server_is_online_in_the_set()
    {
        Assert.True(set.Made.ExitCode == 0, set.Made.ToString());
        var status = await Lab.ClusterSet("status", "mycs", "-o", "json");
        Assert.True(status.ExitCode == 0, status.ToString());
        using var json = JsonDocument.Parse(status.Stdout);
        var clusters = json.RootElement.GetProperty("status").GetProperty("clusters").EnumerateArray()
            .Select(cluster => (
                Name: cluster.GetProperty("name").GetString(),
                Role: cluster.GetProperty("role").GetString(),
                Global: cluster.GetProperty("globalStatus").GetString(),
                Online: cluster.GetProperty("onlineMembers").GetInt32()))
            .OrderBy(cluster => cluster.Role);
        Assert.Equal([("prd", "PRIMARY", "OK", 3), ("myreplica", "REPLICA", "OK", 3)], clusters);
    }

    [Fact]
    public async Task Applying_again_changes_nothing_and_restarts_nothing()
    {
        Assert.True(set.Made.ExitCode == 0, set.Made.ToString());
        var before = await Containers();
        var again = await Lab.ClusterSet("apply", "-f", Lab.Spec);
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.All(
            again.Stdout.Split('\n').Where(line => line.Contains(": done", StringComparison.Ordinal) || line.Contains(": already done", StringComparison.Ordinal)),
            line => Assert.Contains("already done", line, StringComparison.Ordinal));
        Assert.Equal(before, await Containers());
    }

    [Fact]
    public async Task The_embedded_suite_sees_the_same_set_and_changes_nothing()
    {
        Assert.True(set.Made.ExitCode == 0, set.Made.ToString());
        var before = await Containers();
        var embedded = await Lab.ClusterSet(
            "apply", "-f", Lab.Spec, "--embedded", "--kubeconfig", Lab.Kubeconfig, "--settings", Repository.PathOf("deploy/examples/embedded.json"));
        Assert.True(embedded.ExitCode == 0, embedded.ToString());
        Assert.Contains("ClusterSet mycs: HEALTHY", embedded.Stdout, StringComparison.Ordinal);
        Assert.Equal(before, await Containers());
    }

    [Fact]
    public async Task A_bad_spec_is_refused_by_the_command_and_by_the_api_and_touches_nothing()
    {
        var test = TestContext.Current.CancellationToken;
        var file = Path.GetTempFileName();
        var spec = (await File.ReadAllTextAsync(Lab.Spec, test)).Replace("baseServerId: 200", "baseServerId: 101", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, spec, test);
        try
        {
            var command = await Lab.ClusterSet("apply", "-f", file);
            Assert.Equal((2, "sites[1].cluster.baseServerId: 101 overlaps prd (100-102)"), (command.ExitCode, command.Stderr.Trim()));

            using var http = new HttpClient();
            using var body = new StringContent(spec, System.Text.Encoding.UTF8, "application/yaml");
            using var answer = await http.PutAsync(new Uri(Lab.Coordinator, "/v1/clustersets/mycs"), body, test);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("sites[1].cluster.baseServerId", await answer.Content.ReadAsStringAsync(test), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<IReadOnlyList<string>> Containers()
    {
        var all = new List<string>();
        foreach (var (site, @namespace) in Sites)
        {
            using var client = Lab.Client(site);
            var pods = await client.CoreV1.ListNamespacedPodAsync(@namespace);
            // A router that was replaced a moment ago is still on its way out.
            all.AddRange(pods.Items.Where(pod => pod.Metadata.DeletionTimestamp is null).SelectMany(pod => pod.Status.ContainerStatuses ?? [], (pod, container) =>
                $"{site} {pod.Name()} {pod.Uid()} {container.Name} {container.RestartCount}"));
        }

        return [.. all.Order()];
    }
}
