using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Operations;

namespace ClusterSetSuite.Coordinator.Tests.Operations;

public class SpecChangesTests
{
    private const string Before = """
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100, storageSize: 10Gi}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
        primary: prod
        credentials: {secretName: mypwds}
        """;

    [Theory]
    [InlineData("primary: prod => primary: dr", "primary", "moved by clusterset switchover")]
    [InlineData("secretName: mypwds => secretName: other", "credentials.secretName", "was 'mypwds', 'other' is asked for")]
    [InlineData("namespace: mysql-prod => namespace: mysql-main", "sites[0].namespace", "its names live in it")]
    [InlineData("namespace: mysql-dr => meshId: 7, namespace: mysql-dr", "sites[1].meshId", "restarts every workload")]
    [InlineData("name: prd => name: main", "sites[0].cluster.name", "servers and volumes bear it")]
    [InlineData("joinAs: myreplica => joinAs: other", "sites[1].cluster.joinAs", "the set knows the cluster by it")]
    [InlineData("baseServerId: 200 => baseServerId: 300", "sites[1].cluster.baseServerId", "was '200', '300' is asked for")]
    [InlineData("storageSize: 10Gi => storageSize: 20Gi", "sites[0].cluster.storageSize", "enlarge the PersistentVolumeClaims")]
    [InlineData("baseServerId: 200 => storageClass: fast, baseServerId: 200", "sites[1].cluster.storageClass", "volumes are made once")]
    [InlineData("baseServerId: 200 => instances: 2, baseServerId: 200", "sites[1].cluster.instances", "2 is fewer than 3")]
    [InlineData("name: dr, namespace => name: far, namespace", "sites", "clusterset remove mycs --site dr")]
    public void A_forbidden_change_is_told_with_its_path_and_the_reason(string change, string path, string message)
    {
        var faults = SpecChanges.Faults(Spec(Before), Spec(Changed(change)));

        // A cluster's new name is also its new default name in the set.
        var fault = Assert.Single(faults, fault => fault.Path == path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.All(faults, each => Assert.StartsWith(path[..Math.Min(path.Length, 8)], each.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("baseServerId: 200 => instances: 5, routers: 2, baseServerId: 200")]
    [InlineData("credentials: => repair: automatic\ncredentials:")]
    [InlineData("credentials: => dns: {nodePort: 30099}\nmesh: {mode: existing}\nfailover: {mode: recommend}\ncredentials:")]
    [InlineData("primary: => '  - {name: far, namespace: mysql-far, cluster: {name: far, baseServerId: 300}}'\nprimary:")]
    [InlineData("name: dr, joinAs => version: 9.7.0, name: dr, joinAs")]
    public void What_can_be_applied_is_not_refused(string change) => Assert.Empty(SpecChanges.Faults(Spec(Before), Spec(Changed(change).Replace("'  - ", "  - ", StringComparison.Ordinal).Replace("}}'", "}}", StringComparison.Ordinal))));

    [Fact]
    public void All_forbidden_changes_are_told_at_once() =>
        Assert.Equal(
            ["primary", "sites[0].namespace", "sites[1].cluster.baseServerId"],
            SpecChanges.Faults(Spec(Before), Spec(Changed("primary: prod => primary: dr").Replace("mysql-prod", "mysql-main", StringComparison.Ordinal).Replace("200", "300", StringComparison.Ordinal))).Select(fault => fault.Path));

    private static string Changed(string change)
    {
        var parts = change.Split(" => ");
        var at = Before.IndexOf(parts[0], StringComparison.Ordinal);
        Assert.True(at >= 0, $"the spec has no '{parts[0]}'");
        return Before.Remove(at, parts[0].Length).Insert(at, parts[1]);
    }

    private static ClusterSetSpec Spec(string text)
    {
        var read = SpecDocument.Read(text);
        Assert.Empty(read.Faults);
        return read.Spec!;
    }
}
