using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using ClusterSetSuite.MeshAgent.Steps;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

public class InspectMeshStepTests
{
    private static readonly NetworkFacts Network = new(["10.244.0.0/24"], ["172.30.0.11"], [], 1);
    private static readonly InspectMesh Connect = new("prod", 1, MayInstall: true, NeedsCilium: true);

    [Fact]
    public void An_empty_site_is_fine() => Assert.Null(InspectMeshStep.Fault(Connect, null, Network));

    [Theory]
    [InlineData("default", 1)]
    [InlineData("Prod", 1)]
    [InlineData("prod-", 1)]
    [InlineData("a23456789-123456789-123456789-123", 1)]
    [InlineData("prod", 0)]
    [InlineData("prod", 256)]
    public void Names_and_ids_that_Cilium_refuses_are_refused_before(string name, int id) =>
        Assert.IsType<StepState.Unsafe>(InspectMeshStep.Fault(Connect with { ClusterName = name, ClusterId = id }, null, Network));

    [Theory]
    [InlineData("old", 1)]
    [InlineData("prod", 7)]
    public void A_rename_of_an_installed_cluster_is_refused(string name, int id)
    {
        var refused = Assert.IsType<StepState.Unsafe>(InspectMeshStep.Fault(Connect, new CiliumConfig(name, id, 255, "tunnel/vxlan"), Network));

        Assert.Contains($"'{name}' with id {id}", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_mesh_keeps_its_own_ids() =>
        Assert.Null(InspectMeshStep.Fault(Connect with { MayInstall = false }, new CiliumConfig("prod", 7, 255, "tunnel/vxlan"), Network));

    [Fact]
    public void An_existing_mesh_must_exist() => Assert.IsType<StepState.Unsafe>(InspectMeshStep.Fault(Connect with { MayInstall = false }, null, Network));

    [Fact]
    public void Nodes_without_pod_network_are_named() =>
        Assert.Contains("n2", Assert.IsType<StepState.Unsafe>(InspectMeshStep.Fault(Connect, null, Network with { NodesWithoutCidr = ["n2"] })).Reason, StringComparison.Ordinal);
}
