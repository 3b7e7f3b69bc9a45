using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using ClusterSetSuite.DnsAgent.Corefiles;
using ClusterSetSuite.DnsAgent.Steps;
using ClusterSetSuite.Tests.Shared;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

public class DnsFindingsTests
{
    private const string Good = ".:53 {\n    errors\n    reload\n}\n";
    private static readonly InspectDns Wanted = new(30053, ["mysql-dr.svc.cluster.local"]);
    private static readonly DnsSituation Sound = new() { Dns = Dns("1.8.3"), Source = Source(Good), Nodes = ["172.30.0.11"] };

    /// <summary>Every finding: what is asked for, what is there, how much it weighs, part of what is said.</summary>
    public static TheoryData<string, InspectDns, DnsSituation, Severity, string> Table => new()
    {
        { "port range", Wanted with { NodePort = 53 }, Sound, Severity.Error, "NodePort 53 is outside 30000-32767" },
        { "port taken", Wanted, Sound with { PortHolder = "shop/web" }, Severity.Info, "NodePort 30053 belongs to Service shop/web" },
        { "port given", Wanted, Sound with { NodePort = 30099 }, Severity.Info, "exposed on NodePort 30099 already" },
        { "no node", Wanted, Sound with { Nodes = [] }, Severity.Error, "no ready node has an InternalIP" },
        { "many nodes", Wanted, Sound with { Nodes = [.. Enumerable.Range(1, 16).Select(i => $"10.0.0.{i}")] }, Severity.Info, "16 nodes are ready" },
        { "broken", Wanted, Sound with { Source = Source(Good + "}\n") }, Severity.Error, "is broken, line 5" },
        { "empty", Wanted, Sound with { Source = Source("") }, Severity.Error, "there is no server block" },
        { "taken zone", Wanted, Sound with { Source = Source(Good + "mysql-dr.svc.cluster.local:53 {\n    errors\n}\n") }, Severity.Error, "already serves mysql-dr.svc.cluster.local (line 5)" },
        { "forwarded zone", Wanted, Sound with { Source = Source(Good + "mysql-dr.svc.cluster.local:53 {\n    forward . 172.30.0.12:30053\n}\n") }, Severity.Info, "forwards mysql-dr.svc.cluster.local already (line 5)" },
        { "custom", Wanted, Sound with { Source = Source(Good) with { IsCustom = true, Key = "clusterset-.server" } }, Severity.Info, "which the Corefile imports" },
        { "no reload", Wanted, Sound with { Source = Source(".:53 {\n    errors\n}\n") }, Severity.Warning, "no plugin reload" },
        { "EKS", Wanted, Sound with { Source = Source(Good, label: "eks.amazonaws.com/component") }, Severity.Warning, "kept by the EKS add-on" },
        { "Helm", Wanted, Sound with { Source = Source(Good, release: "rke2-coredns") }, Severity.Warning, "kept by Helm release rke2-coredns" },
        { "node cache", Wanted, Sound with { HasNodeCache = true }, Severity.Info, "NodeLocal DNSCache" },
        { "old CoreDNS", Wanted, Sound with { Dns = Dns("v1.6.7-eksbuild.1") }, Severity.Warning, "CoreDNS is v1.6.7-eksbuild.1" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_finding_is_told_with_its_weight_its_meaning_and_a_way_to_mend_it(string name, InspectDns command, DnsSituation seen, Severity severity, string reason) =>
        Findings.HasOne(DnsFindings.Of(command, seen), name, severity, reason);

    [Fact]
    public void A_sound_DNS_has_no_finding_also_where_the_suite_forwards_already()
    {
        Assert.Empty(DnsFindings.Of(Wanted, Sound));
        Assert.Empty(DnsFindings.Of(Wanted, Sound with { NodePort = 30053, Source = Source(OwnBlock.Put(Good, "mycs", "mysql-dr.svc.cluster.local:53 {\n    errors\n}\n")) }));
        Assert.Empty(DnsFindings.Of(Wanted, Sound with { Dns = Dns("latest") }));
    }

    [Fact]
    public void Missing_rights_are_named_and_keep_everything_from_starting()
    {
        var found = DnsFindings.Rights(["create secrets", "list nodes"]);
        Assert.Equal(Severity.Error, found.Severity);
        Assert.Contains("create secrets", found.Reason, StringComparison.Ordinal);
        Assert.Contains("list nodes", found.Reason, StringComparison.Ordinal);
        Assert.Contains("site-agents", found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_are_told_at_once() => Assert.Equal(3, DnsFindings.Of(Wanted with { NodePort = 1 }, Sound with { Nodes = [], HasNodeCache = true }).Count);

    private static ClusterDns Dns(string version) => new(
        new V1Service { Metadata = new V1ObjectMeta { Name = "kube-dns", NamespaceProperty = "kube-system" } },
        [new V1Pod { Spec = new V1PodSpec { Containers = [new V1Container { Name = "coredns", Image = $"coredns:{version}" }] } }]);

    private static CorefileSource Source(string text, string? label = null, string? release = null) => new(
        new V1ConfigMap
        {
            Metadata = new V1ObjectMeta
            {
                Name = "coredns",
                NamespaceProperty = "kube-system",
                Labels = label is null ? null : new Dictionary<string, string> { [label] = "coredns" },
                Annotations = release is null ? null : new Dictionary<string, string> { ["meta.helm.sh/release-name"] = release },
            },
            Data = new Dictionary<string, string> { ["Corefile"] = text },
        },
        "Corefile", CorefileReader.Read(text, []), IsCustom: false);
}
