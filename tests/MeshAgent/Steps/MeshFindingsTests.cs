using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using ClusterSetSuite.MeshAgent.Steps;
using ClusterSetSuite.Tests.Shared;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

public class MeshFindingsTests
{
    private static readonly NetworkFacts Network = new(["10.244.0.0/24"], ["172.30.0.11"], [], 1);
    private static readonly InspectMesh Connect = new("prod", 1, MayInstall: true, NeedsCilium: true, 32379);
    private static readonly InspectMesh Existing = Connect with { MayInstall = false };
    private static readonly CiliumConfig Prod = new("prod", 1, 255, "tunnel/vxlan");
    private static readonly MeshSituation Empty = new() { KubernetesVersion = "v1.20.2", Network = Network };
    private static readonly MeshSituation Installed = Empty with { Config = Prod, CiliumVersion = "1.18.4", HasRelease = true, MeshIsOn = true };

    /// <summary>Every finding: what is asked for, what is there, how much it weighs, part of what is said.</summary>
    public static TheoryData<string, InspectMesh, MeshSituation, Severity, string> Table => new()
    {
        { "old Kubernetes", Connect, Empty with { KubernetesVersion = "v1.19.16" }, Severity.Error, "Kubernetes is v1.19.16" },
        { "old Kubernetes without a mesh", Connect with { NeedsCilium = false }, Empty with { KubernetesVersion = "v1.18.0-gke.1" }, Severity.Error, "Kubernetes is v1.18.0-gke.1" },
        { "default", Connect with { ClusterName = "default" }, Empty, Severity.Error, "'default'" },
        { "capitals", Connect with { ClusterName = "Prod" }, Empty, Severity.Error, "no Cilium cluster name" },
        { "dash at the end", Connect with { ClusterName = "prod-" }, Empty, Severity.Error, "no Cilium cluster name" },
        { "long name", Connect with { ClusterName = "a23456789-123456789-123456789-123" }, Empty, Severity.Error, "32 at most" },
        { "id 0", Connect with { ClusterId = 0 }, Empty, Severity.Error, "no Cilium cluster id" },
        { "id 256", Connect with { ClusterId = 256 }, Empty, Severity.Error, "no Cilium cluster id" },
        { "another name", Connect, Installed with { Config = Prod with { ClusterName = "old" } }, Severity.Error, "cluster 'old' with id 1, wanted is 'prod' with id 1" },
        { "another id", Connect, Installed with { Config = Prod with { ClusterId = 7 } }, Severity.Error, "with id 7, wanted is 'prod' with id 1" },
        { "another name of an existing mesh", Existing, Installed with { Config = Prod with { ClusterName = "old" } }, Severity.Error, "cluster 'old'" },
        { "no node address", Connect, Empty with { Network = Network with { NodeAddresses = [] } }, Severity.Error, "no node has an InternalIP" },
        { "no pod network", Connect, Empty with { Network = Network with { NodesWithoutCidr = ["n2"] } }, Severity.Error, "no pod network (spec.podCIDRs): n2" },
        { "no Cilium", Existing, Empty, Severity.Error, "there is no Cilium here" },
        { "old Cilium", Connect, Installed with { CiliumVersion = "1.15.9" }, Severity.Warning, "Cilium is 1.15.9" },
        { "new Cilium", Connect, Installed with { CiliumVersion = "1.21.0-rc.1" }, Severity.Warning, "Cilium is 1.21.0-rc.1" },
        { "mesh off", Existing, Installed with { MeshIsOn = false }, Severity.Error, "not switched on" },
        { "no helm", Connect, Empty with { HelmFault = "helm can not be started: no such file" }, Severity.Error, "helm can not be started" },
        { "not Helm's", Connect, Installed with { HasRelease = false }, Severity.Error, "not installed by Helm" },
        { "port taken", Connect, Empty with { PortHolder = "shop/web" }, Severity.Info, "NodePort 32379 belongs to Service shop/web" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_finding_is_told_with_its_weight_its_meaning_and_a_way_to_mend_it(string name, InspectMesh command, MeshSituation seen, Severity severity, string reason) =>
        Findings.HasOne(MeshFindings.Of(command, seen), name, severity, reason);

    [Fact]
    public void A_sound_site_has_no_finding()
    {
        Assert.Empty(MeshFindings.Of(Connect, Empty));
        Assert.Empty(MeshFindings.Of(Connect, Installed));
        Assert.Empty(MeshFindings.Of(Existing with { ClusterId = 9 }, Installed)); // an existing mesh keeps its own ids
        Assert.Empty(MeshFindings.Of(Connect with { NeedsCilium = false, ClusterName = "Any" }, Empty));
    }

    [Fact]
    public void Missing_rights_are_named_and_keep_everything_from_starting()
    {
        var found = MeshFindings.Rights(["create secrets", "list nodes"]);
        Assert.Equal(Severity.Error, found.Severity);
        Assert.Contains("create secrets", found.Reason, StringComparison.Ordinal);
        Assert.Contains("list nodes", found.Reason, StringComparison.Ordinal);
        Assert.Contains("site-agents", found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_are_told_at_once() =>
        Assert.Equal(3, MeshFindings.Of(Connect with { ClusterId = 0 }, Empty with { KubernetesVersion = "v1.19.0", Network = Network with { NodeAddresses = [] } }).Count);
}
