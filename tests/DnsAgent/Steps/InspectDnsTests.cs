using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

[Collection(nameof(Api))]
public sealed class InspectDnsTests(Api api)
{
    private static readonly InspectDns Command = new(30053, ["mysql-dr.svc.cluster.local"]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<DnsProfile> Profile(Site site) => Assert.IsType<DnsProfile>(Assert.IsType<StepState.Done>(await site.Run(Command, Ct)).Facts);

    [Fact]
    public async Task The_cluster_tells_its_DNS()
    {
        var site = await Site.Make(api, Ct);
        var profile = await Profile(site);
        Assert.Equal(("kube-system/kube-dns", "kube-system/coredns", "1.8.3", null), (profile.Service, profile.ConfigMap, profile.Version, profile.NodePort));
        Assert.Empty(profile.Findings);
        Assert.NotNull(profile.Clock);
    }

    [Fact]
    public async Task Forwarding_of_the_suite_itself_is_no_obstacle()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(Site.Forward(), Ct);
        Assert.Empty((await Profile(site)).Findings);
    }

    [Fact]
    public async Task A_taken_NodePort_and_the_one_that_is_given_are_told()
    {
        var site = await Site.Make(api, Ct);
        await site.MakeService("web", new V1ServiceSpec { Type = "NodePort", Ports = [new() { Port = 80, NodePort = 30053 }] }, Ct);
        Assert.Contains("belongs to Service kube-system/web", Assert.Single((await Profile(site)).Findings).Reason, StringComparison.Ordinal);

        var given = Assert.IsType<DnsEndpoint>(Assert.IsType<StepState.Done>(await site.Run(new ExposeDns(30053), Ct)).Facts).Port;
        var profile = await Profile(site);
        Assert.Equal(given, profile.NodePort);
        Assert.Contains($"exposed on NodePort {given} already", Assert.Single(profile.Findings).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_DNS_that_the_platform_keeps_gets_a_clear_instruction()
    {
        var site = await Site.Make(api, Ct);
        await site.Label("addonmanager.kubernetes.io/mode", "Reconcile", Ct);

        var found = Assert.Single((await Profile(site)).Findings);
        Assert.Equal(Severity.Error, found.Severity);
        Assert.Contains("takes every edit back", found.Reason, StringComparison.Ordinal);
        Assert.Contains("stubDomains", found.Advice, StringComparison.Ordinal);
        Assert.IsType<StepState.Unsafe>(await site.Run(Site.Forward(), Ct));
    }

    [Fact]
    public async Task An_imported_ConfigMap_that_is_missing_is_made_and_the_platforms_Corefile_stays()
    {
        var site = await Site.Make(api, Ct);
        var imports = Site.Corefile + "import custom/*.server\n";
        await site.Write(imports, Ct);
        await site.Label("addonmanager.kubernetes.io/mode", "Reconcile", Ct);
        site.AnswersFromCustom = true;

        Assert.IsType<StepState.Done>(await site.Run(Site.Forward(), Ct));
        Assert.Equal(imports, await site.Text(Ct));
        Assert.Contains("forward . 172.30.0.12:30054", await site.CustomText(Ct), StringComparison.Ordinal);

        Assert.IsType<StepState.Done>(await site.Run(new ForwardZones("mycs", []), Ct));
        Assert.Equal("", await site.CustomText(Ct));
    }

    [Theory]
    [InlineData("", "line 1: there is no server block")]
    [InlineData(Site.Corefile + "}\n", "line 8: a '}' that closes nothing")]
    [InlineData(Site.Corefile + "mysql-dr.svc.cluster.local {\n errors\n}\n", "already serves mysql-dr.svc.cluster.local (line 8)")]
    public async Task A_Corefile_that_must_not_be_touched_is_told(string corefile, string reason)
    {
        var site = await Site.Make(api, Ct);
        await site.Write(corefile, Ct);
        var found = Assert.Single((await Profile(site)).Findings);
        Assert.Equal(Severity.Error, found.Severity);
        Assert.Contains(reason, found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_name_is_published_and_told_again()
    {
        var site = await Site.Make(api, Ct);
        var expected = new DnsProbe { Name = "clusterset-probe.default.svc.cluster.local", Target = "prod.clusterset.invalid" };

        Assert.Equal(expected, Assert.IsType<StepState.Done>(await site.Run(new PublishProbeName("default"), Ct)).Facts);
        Assert.Equal(expected, Assert.IsType<StepState.Done>(await site.Step<PublishProbeName>().Check(new PublishProbeName("default"), Ct)).Facts);
    }
}
