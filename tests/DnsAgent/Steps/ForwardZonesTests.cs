using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using k8s;

namespace ClusterSetSuite.DnsAgent.Tests.Steps;

[Collection(nameof(Api))]
public sealed class ForwardZonesTests(Api api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_peers_zone_is_forwarded_and_the_text_of_others_stays()
    {
        var site = await Site.Make(api, Ct);

        Assert.IsType<StepState.Done>(await site.Run(Site.Forward(), Ct));

        var text = await site.Text(Ct);
        Assert.StartsWith(Site.Corefile + "# BEGIN clusterset mycs\nmysql-dr.svc.cluster.local:53 {", text, StringComparison.Ordinal);
        Assert.Contains("forward . 172.30.0.12:30054 {", text, StringComparison.Ordinal);
        var pods = await site.Kubernetes.CoreV1.ListNamespacedPodAsync("kube-system", cancellationToken: Ct);
        Assert.All(pods.Items, pod => Assert.True(pod.Metadata.Annotations.ContainsKey("clusterset.io/corefile")));
    }

    [Fact]
    public async Task Done_twice_it_is_done_once()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(Site.Forward(), Ct);
        var text = await site.Text(Ct);

        Assert.IsType<StepState.Done>(await site.Step<ForwardZones>().Check(Site.Forward(), Ct));
        await site.Step<ForwardZones>().Apply(Site.Forward(), Ct);

        Assert.Equal(text, await site.Text(Ct));
    }

    [Fact]
    public async Task A_new_address_replaces_the_old_one()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(Site.Forward(), Ct);

        Assert.IsType<StepState.Done>(await site.Run(Site.Forward("172.30.0.99"), Ct));

        var text = await site.Text(Ct);
        Assert.Contains("172.30.0.99:30054", text, StringComparison.Ordinal);
        Assert.DoesNotContain("172.30.0.12:30054", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_peers_the_forwarding_is_taken_out_again()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(Site.Forward(), Ct);

        Assert.IsType<StepState.Done>(await site.Run(new ForwardZones("mycs", []), Ct));

        Assert.Equal(Site.Corefile, await site.Text(Ct));
    }

    [Fact]
    public async Task The_old_text_is_put_back_when_the_names_do_not_resolve()
    {
        var site = await Site.Make(api, Ct);
        site.PeerAnswers = false;

        var failed = await Assert.ThrowsAsync<StepFailedException>(() => site.Run(Site.Forward(), Ct));

        Assert.Equal(Site.Corefile, await site.Text(Ct));
        Assert.Contains("the old Corefile was put back", failed.Message, StringComparison.Ordinal);
        Assert.Contains("ServerFailure for clusterset-probe.mysql-dr.svc.cluster.local of dr", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_by_the_old_configuration_proves_nothing_of_a_change()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(Site.Forward(), Ct);
        var text = await site.Text(Ct);
        site.Reloads = false;

        var failed = await Assert.ThrowsAsync<StepFailedException>(() => site.Run(Site.Forward("172.30.0.99"), Ct));

        Assert.Contains("still serves by the old Corefile", failed.Message, StringComparison.Ordinal);
        Assert.Equal(text, await site.Text(Ct));
    }

    [Fact]
    public async Task A_text_that_worked_before_stays_while_the_peer_is_away()
    {
        var site = await Site.Make(api, Ct);
        await site.Run(Site.Forward(), Ct);
        var text = await site.Text(Ct);
        site.PeerAnswers = false;

        await Assert.ThrowsAsync<StepFailedException>(() => site.Run(Site.Forward(), Ct));

        Assert.Equal(text, await site.Text(Ct));
    }

    [Fact]
    public async Task A_Corefile_that_somebody_broke_is_left_alone_and_its_line_is_told()
    {
        var site = await Site.Make(api, Ct);
        await site.Write(".:53 {\n    errors\n    kubernets cluster.local\n}\n", Ct);

        var refused = Assert.IsType<StepState.Unsafe>(await site.Run(Site.Forward(), Ct));

        Assert.Contains("kube-system/coredns is broken, line 3: Unknown directive 'kubernets'", refused.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StepRefusedException>(() => site.Step<ForwardZones>().Apply(Site.Forward(), Ct));
    }

    [Fact]
    public async Task A_zone_that_somebody_else_serves_is_not_taken()
    {
        var site = await Site.Make(api, Ct);
        await site.Write(Site.Corefile + "mysql-dr.svc.cluster.local:53 {\n    errors\n}\n", Ct);

        var refused = Assert.IsType<StepState.Unsafe>(await site.Run(Site.Forward(), Ct));

        Assert.Contains("already serves mysql-dr.svc.cluster.local (line 8)", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_that_somebody_forwards_by_hand_is_adopted_as_it_is_and_must_resolve()
    {
        var site = await Site.Make(api, Ct);
        var byHand = Site.Corefile + "mysql-dr.svc.cluster.local:53 {\n    forward . 172.30.0.12:30054\n}\n";
        await site.Write(byHand, Ct);

        Assert.IsType<StepState.Done>(await site.Run(Site.Forward(), Ct));
        Assert.Equal(byHand, await site.Text(Ct));
        Assert.IsType<StepState.Done>(await site.Run(new ForwardZones("mycs", []), Ct));
        Assert.Equal(byHand, await site.Text(Ct));

        site.PeerAnswers = false;
        Assert.Contains("ServerFailure", Assert.IsType<StepState.Needed>(await site.Step<ForwardZones>().Check(Site.Forward(), Ct)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_never_points_back_to_its_own_site()
    {
        var site = await Site.Make(api, Ct);
        var refused = Assert.IsType<StepState.Unsafe>(await site.Run(Site.Forward("172.30.0.11"), Ct));
        Assert.Contains("to this site itself", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_by_somebody_else_in_between_is_kept()
    {
        var site = await Site.Make(api, Ct);
        var store = new CorefileStore(site.Kubernetes, Microsoft.Extensions.Options.Options.Create(new DnsOptions()));
        var dns = await new ClusterDnsFinder(site.Kubernetes, Microsoft.Extensions.Options.Options.Create(new DnsOptions())).Find(Ct);
        var reads = 0;

        await store.Edit(
            async ct =>
            {
                var source = await store.Read(dns, "mycs", ct);
                if (reads++ == 0)
                    await site.Write("# from somebody else\n" + Site.Corefile, ct);
                return source;
            },
            source => source.Text + "# ours\n",
            Ct);

        Assert.Equal("# from somebody else\n" + Site.Corefile + "# ours\n", await site.Text(Ct));
        Assert.Equal(2, reads);
    }
}
