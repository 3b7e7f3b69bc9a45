using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The stages that let pods and names of one site be reached from the others.</summary>
internal static class NetworkStages
{
    /// <summary>Cilium Cluster Mesh, as far as the spec's mode goes; then pods that started before it are restarted, the agents' own among them, so everything else comes after.</summary>
    public static void Mesh(this PlanBuilder plan)
    {
        var spec = plan.Spec;
        if (spec.Mesh.Mode == MeshMode.Connect)
        {
            plan.Stage("mesh-install", "Cilium", after: [plan.Foundation])
                .OnEach(site => new InstallCilium(site.Name, site.MeshId), Limits.Install);
            plan.Stage("mesh-pods", "Restart pods that Cilium does not manage yet", after: ["mesh-install"])
                .OnEach(_ => new RestartUnmanagedPods(), Limits.Install);
            plan.Foundation = "mesh-pods";
            plan.Stage("mesh-enable", "Cluster mesh: enable", after: ["mesh-pods"])
                .OnEach(site => new EnableMesh(site.Name, site.MeshId, site.MeshNodePort), Limits.Install);
            plan.Stage("mesh-connect", "Cluster mesh: connect every pair", after: ["mesh-enable"], gate: Pairs.MeshFindings(spec))
                .OnEach((site, facts) => new ConnectMesh([.. spec.PeersOf(site).Select(peer => facts.Of<MeshEndpoint>(StepIds.Of("mesh-enable", peer)))]), Limits.Install);
        }

        if (spec.Mesh.Mode == MeshMode.None)
            return;
        plan.Stage("mesh-verify", "Cluster mesh: every pair connected", after: [spec.Mesh.Mode == MeshMode.Connect ? "mesh-connect" : plan.Foundation])
            .OnEach(site => new VerifyMesh([.. spec.PeersOf(site).Select(peer => peer.Name)]), Limits.Rollout);
        plan.Network.Add("mesh-verify");
    }

    /// <summary>Each site's DNS exposed, and the peers' zones forwarded to it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="alone">Whether there is nothing else in the plan that they would come after.</param>
    public static void Dns(this PlanBuilder plan, bool alone = false)
    {
        var spec = plan.Spec;
        if (spec.Dns.Mode == DnsMode.None)
            return;
        plan.Stage("dns-expose", "DNS: expose", after: alone ? [] : [plan.Foundation])
            .OnEach(site => new ExposeDns(spec.DnsNodePortOf(site)));
        plan.Stage("dns-names", "DNS: publish a probe name", after: alone ? [] : ["namespaces"])
            .OnEach(site => new PublishProbeName(site.Namespace));
        plan.Stage("dns-forward", "DNS: forward the peers' zones", after: ["dns-expose", "dns-names"])
            .OnEach((site, facts) => new ForwardZones(spec.Name, spec.ZonesFor(site, facts)), Limits.Dns);
        plan.Stage("dns-verify", "DNS: resolve a name of every peer", after: ["dns-forward"])
            .OnEach((site, facts) => new VerifyZones(spec.ZonesFor(site, facts)), Limits.Dns);
        plan.Network.Add("dns-verify");
    }
}
