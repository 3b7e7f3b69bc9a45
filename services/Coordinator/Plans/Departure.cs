using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The stages by which sites leave a ClusterSet and go on by themselves. What other ClusterSets use stays.</summary>
/// <param name="plan">The plan.</param>
/// <param name="others">The site names of every other ClusterSet.</param>
internal sealed class Departure(PlanBuilder plan, IReadOnlyList<IReadOnlyList<string>> others)
{
    private ClusterSetSpec Spec => plan.Spec;

    /// <summary>Lets the set go of replicas; their groups stay.</summary>
    /// <param name="sites">The replica sites that leave.</param>
    /// <param name="unreachable">Those of them that can not be reached.</param>
    /// <param name="after">What must be complete first.</param>
    public void Detach(IEnumerable<SiteSpec> sites, IReadOnlyCollection<string> unreachable, params IReadOnlyList<string> after)
    {
        var stage = plan.Stage("detach", "The set lets the clusters go", after);
        foreach (var site in sites)
            stage.OnBehalf(site, Spec.PrimarySite, new DetachReplica
            {
                Cluster = Spec.Local(Spec.PrimarySite), SetName = Spec.Name, ReplicaName = Spec.NameInSet(site), Unreachable = unreachable.Contains(site.Name),
            });
    }

    /// <summary>Makes clusters healthy ones of their own, with routers that know it.</summary>
    /// <param name="name">Told apart from other such stages.</param>
    /// <param name="sites">The sites.</param>
    /// <param name="after">What must be complete first.</param>
    /// <param name="letGo">Whether the set let them go while they were away.</param>
    /// <returns>The last stage.</returns>
    public string Alone(string name, IReadOnlyList<SiteSpec> sites, IReadOnlyList<string> after, bool letGo = false)
    {
        plan.Stage($"{name}-release", "Nothing is enforced on them any more", after)
            .OnAll(sites, (site, _) => new ReleaseGuard(Spec.Local(site), Spec.Name), Limits.Rollout);
        plan.Stage(name, "Clusters of their own: no channel, no trace of the set, writable", [$"{name}-release"])
            .OnAll(sites, (site, _) => new MakeStandalone(Spec.Local(site), Spec.Name) { LetGo = letGo }, Limits.Rollout);
        plan.Stage($"{name}-routers", "Their routers", [name])
            .OnAll(sites, (site, _) => new RestartRouters(Spec.Local(site), site.Cluster.Routers, null), Limits.Rollout);
        plan.Stage($"{name}-observe", "Observed no more", [name])
            .OnAll(sites, (site, _) => new StopObserving(Spec.Local(site), Spec.Name));
        return $"{name}-routers";
    }

    /// <summary>Takes DNS entries back on sites that leave.</summary>
    /// <returns>The last stage.</returns>
    public string Dns(IReadOnlyList<SiteSpec> sites, string after)
    {
        if (Spec.Dns.Mode == DnsMode.None)
            return after;
        plan.Stage("dns-forget", "DNS: forward the peers' zones no more", [after])
            .OnAll(sites, (_, _) => new ForwardZones(Spec.Name, []), Limits.Dns);
        plan.Stage("dns-withdraw", "DNS: take the probe name and the exposure back", ["dns-forget"])
            .OnAll(sites, (site, _) => new WithdrawProbeName(site.Namespace))
            .OnAll(sites.Where(site => !IsShared(site)), (_, _) => new HideDns());
        return "dns-withdraw";
    }

    /// <summary>Takes apart the pairs of which one site leaves, as far as the suite has put them together and no other set needs them.</summary>
    /// <param name="sites">The sites on which it is done.</param>
    /// <param name="leaving">The sites that leave.</param>
    /// <param name="after">What must be complete first.</param>
    public void Mesh(IReadOnlyList<SiteSpec> sites, IReadOnlyList<SiteSpec> leaving, string after)
    {
        if (Spec.Mesh.Mode != MeshMode.Connect)
            return;
        var stage = plan.Stage("mesh-disconnect", "Cluster mesh: take the pairs apart that nobody needs any more", [after]);
        foreach (var site in sites)
        {
            var peers = (leaving.Contains(site) ? Spec.PeersOf(site) : leaving.Where(other => other != site)).Where(peer => !IsShared(site, peer)).Select(peer => peer.Name).ToList();
            if (peers.Count > 0)
                stage.On(site, _ => new DisconnectMesh(peers), Limits.Install);
        }
    }

    private bool IsShared(params SiteSpec[] sites) => others.Any(set => sites.All(site => set.Contains(site.Name)));
}
