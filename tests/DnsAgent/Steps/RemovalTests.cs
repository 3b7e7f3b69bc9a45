using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

[Collection(nameof(Api))]
public sealed class RemovalTests(Api api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_suite_exposed_and_published_is_taken_back_and_may_be_taken_back_again()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(new ExposeDns(30053), Ct);
        await site.Run(new PublishProbeName("default"), Ct);

        Assert.IsType<StepState.Done>(await site.Run(new HideDns(), Ct));
        Assert.IsType<StepState.Done>(await site.Run(new WithdrawProbeName("default"), Ct));

        Assert.DoesNotContain((await site.Kubernetes.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: Ct)).Items, service => service.Name() is "clusterset-dns" or "clusterset-probe");
        Assert.IsType<StepState.Done>(await site.Step<HideDns>().Check(new HideDns(), Ct));
        await site.Step<HideDns>().Apply(new HideDns(), Ct);
        await site.Step<WithdrawProbeName>().Apply(new WithdrawProbeName("default"), Ct);
    }

    [Fact]
    public async Task Services_of_the_same_names_that_others_made_stay()
    {
        var site = await Site.Make(api, Ct);
        await site.MakeService("clusterset-dns", new V1ServiceSpec { Type = "NodePort", Ports = [new() { Port = 53, Protocol = "UDP" }], Selector = new Dictionary<string, string> { ["a"] = "b" } }, Ct);

        Assert.IsType<StepState.Done>(await site.Run(new HideDns(), Ct));
        Assert.IsType<StepState.Done>(await site.Run(new WithdrawProbeName("kube-system"), Ct));

        Assert.Contains((await site.Kubernetes.CoreV1.ListNamespacedServiceAsync("kube-system", cancellationToken: Ct)).Items, service => service.Name() == "clusterset-dns");
    }

    [Fact]
    public async Task The_forwarding_of_one_set_leaves_and_that_of_another_stays()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(Site.Forward(), Ct);
        var alone = await site.Text(Ct);
        var other = Site.Forward() with { ClusterSet = "other", Zones = [Site.Forward().Zones[0] with { Zone = "mysql-far.svc.cluster.local", Probe = new DnsProbe { Name = "clusterset-probe.mysql-far.svc.cluster.local", Target = "dr.clusterset.invalid" } }] };
        await site.Run(other, Ct);

        Assert.IsType<StepState.Done>(await site.Run(new ForwardZones("other", []), Ct));

        Assert.Equal(alone, await site.Text(Ct));
    }
}
