using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Tests.Shared;
using ClusterSetSuite.TestServers.KubeApi;
using k8s;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

/// <summary>Every step of this agent over an API server of which each request, read or write, goes wrong once.</summary>
[Collection(nameof(Api))]
public sealed class EveryRequestFailsTests(Api api)
{
    public static TheoryData<string> Faults => FaultyRuns.Faults;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_exposed_published_and_forwarded_is_there_once_and_leaves_nothing_when_it_is_taken_back(string fault)
    {
        Assert.SkipWhen(api.Server is null, KubeApiBinaries.SkipReason ?? "");
        string before;
        await using (var proxy = await FaultyApi.Before(api.Server!, Ct))
        {
            var site = await Site.Make(proxy.Client(), Ct);
            before = await site.Text(Ct);
            await proxy.BroughtToItsEnd(site.Step<ExposeDns>(), new ExposeDns(30053), fault, Ct);
            await proxy.BroughtToItsEnd(site.Step<PublishProbeName>(), new PublishProbeName("default"), fault, Ct);
            var met = await proxy.BroughtToItsEnd(site.Step<ForwardZones>(), Site.Forward(), fault, Ct);

            Assert.Contains("PATCH /api/v1/namespaces/kube-system/services/clusterset-dns", met);
            Assert.Contains("PATCH /api/v1/namespaces/default/services/clusterset-probe", met);
            Assert.Contains("PUT /api/v1/namespaces/kube-system/configmaps/coredns", met);
            Assert.Equal(2, (await site.Text(Ct)).Split("# BEGIN clusterset mycs").Length);
        }

        await using var anew = await FaultyApi.Before(api.Server!, Ct);
        var again = Site.Over(anew.Client());
        await anew.BroughtToItsEnd(again.Step<ForwardZones>(), new ForwardZones("mycs", []), fault, Ct);
        await anew.BroughtToItsEnd(again.Step<WithdrawProbeName>(), new WithdrawProbeName("default"), fault, Ct);
        var taken = await anew.BroughtToItsEnd(again.Step<HideDns>(), new HideDns(), fault, Ct);

        Assert.Contains("DELETE /api/v1/namespaces/default/services/clusterset-probe", taken);
        Assert.Contains("DELETE /api/v1/namespaces/kube-system/services/clusterset-dns", taken);
        Assert.Equal(before, await again.Text(Ct));
        Assert.DoesNotContain((await again.Kubernetes.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: Ct)).Items, service => service.Name() is "clusterset-dns" or "clusterset-probe");
    }
}
