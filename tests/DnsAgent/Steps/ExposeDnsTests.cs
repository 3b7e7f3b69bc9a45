using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

[Collection(nameof(Api))]
public sealed class ExposeDnsTests(Api api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DnsEndpoint Endpoint(StepState state) => Assert.IsType<DnsEndpoint>(Assert.IsType<StepState.Done>(state).Facts);

    [Fact]
    public async Task The_DNS_is_exposed_on_the_wanted_port_of_the_ready_nodes()
    {
        var site = await Site.Make(api, Ct);

        var endpoint = Endpoint(await site.Run(new ExposeDns(30053), Ct));

        Assert.Equal(("172.30.0.11", 30053), (Assert.Single(endpoint.Addresses), endpoint.Port));
        var service = await site.Kubernetes.CoreV1.ReadNamespacedServiceAsync("clusterset-dns", "kube-system", cancellationToken: Ct);
        Assert.Equal(["UDP dns 30053", "TCP dns-tcp 30053"], service.Spec.Ports.Select(port => $"{port.Protocol} {port.TargetPort.Value} {port.NodePort}"));
        Assert.Equal("kube-dns", service.Spec.Selector["k8s-app"]);
    }

    [Fact]
    public async Task Facts_are_told_again_when_the_work_is_already_done()
    {
        var site = await Site.Make(api, Ct);
        var first = Endpoint(await site.Run(new ExposeDns(30053), Ct));

        var second = Endpoint(await site.Step<ExposeDns>().Check(new ExposeDns(30053), Ct));

        Assert.Equal((first.Port, first.Addresses[0]), (second.Port, second.Addresses[0]));
    }

    [Fact]
    public async Task A_taken_port_is_left_alone_and_the_one_really_given_is_told()
    {
        var site = await Site.Make(api, Ct);
        await site.MakeService("squatter", new V1ServiceSpec { Type = "NodePort", Ports = [new() { Port = 80, NodePort = 30053 }] }, Ct);

        var endpoint = Endpoint(await site.Run(new ExposeDns(30053), Ct));

        Assert.NotEqual(30053, endpoint.Port);
        var service = await site.Kubernetes.CoreV1.ReadNamespacedServiceAsync("clusterset-dns", "kube-system", cancellationToken: Ct);
        Assert.All(service.Spec.Ports, port => Assert.Equal(endpoint.Port, port.NodePort));
        Assert.Contains(site.Told, told => told.StartsWith("NodePort 30053 is taken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Service_that_somebody_changed_is_set_right()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(new ExposeDns(30053), Ct);
        await site.Kubernetes.CoreV1.PatchNamespacedServiceAsync(
            new V1Patch("""{"spec":{"selector":{"k8s-app":"other"}}}""", V1Patch.PatchType.MergePatch), "clusterset-dns", "kube-system", cancellationToken: Ct);

        Assert.IsType<StepState.Needed>(await site.Step<ExposeDns>().Check(new ExposeDns(30053), Ct));
        Assert.Equal(30053, Endpoint(await site.Run(new ExposeDns(30053), Ct)).Port);
    }
}
