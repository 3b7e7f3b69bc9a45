using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

[Collection(nameof(Api))]
public sealed class InspectDnsTests(Api api)
{
    private static readonly InspectDns Command = new(30053, ["mysql-dr.svc.cluster.local"]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cluster_tells_its_DNS()
    {
        var site = await Site.Make(api, Ct);
        var facts = Assert.IsType<StepState.Done>(await site.Run(Command, Ct)).Facts;
        Assert.Equal(new DnsProfile { Service = "kube-system/kube-dns", ConfigMap = "kube-system/coredns", Version = "1.8.3" }, facts);
    }

    [Fact]
    public async Task Forwarding_of_the_suite_itself_is_no_obstacle()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(Site.Forward(), Ct);
        Assert.IsType<StepState.Done>(await site.Run(Command, Ct));
    }

    [Theory]
    [InlineData("", "line 1: there is no server block")]
    [InlineData(Site.Corefile + "}\n", "line 8: a '}' that closes nothing")]
    [InlineData(Site.Corefile + "mysql-dr.svc.cluster.local {\n errors\n}\n", "already serves mysql-dr.svc.cluster.local (line 8)")]
    public async Task A_Corefile_that_must_not_be_touched_is_told(string corefile, string reason)
    {
        var site = await Site.Make(api, Ct);
        await site.Write(corefile, Ct);
        var refused = Assert.IsType<StepState.Unsafe>(await site.Run(Command, Ct));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
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
