using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>The whole procedure: from two or more Kubernetes clusters to one HEALTHY ClusterSet.</summary>
public static class ProvisionPlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "provision";

    /// <summary>The plan for a spec.</summary>
    public static Plan For(ClusterSetSpec spec)
    {
        var plan = new PlanBuilder(spec);

        plan.Look();

        plan.Mesh();

        plan.Stage("namespaces", "Namespaces", after: [plan.Foundation])
            .OnEach(site => new EnsureNamespace(site.Namespace));
        plan.Stage("operator", "MySQL Operator", after: [plan.Foundation])
            .OnEach(_ => new InstallOperator("cluster.local"), Limits.Install);

        plan.Dns();

        plan.Stage("credentials", "Credentials: make them on the primary's site", after: ["namespaces"])
            .On(spec.PrimarySite, facts => new GenerateCredentials(spec.Local(spec.PrimarySite), spec.Recipients(facts)));
        plan.Stage("credentials-place", "Credentials: put them in place on the replicas' sites", after: ["credentials"])
            .OnReplicas((site, facts) => new PlaceCredentials(spec.Local(site), spec.CredentialsFor(site, facts)));

        plan.Stage("clusters", "InnoDB Clusters", after: ["operator", "credentials-place"])
            .OnEach(site => Commands.CreateInnoDBCluster(spec, site), Limits.Cluster);
        plan.Stage("observe", "Observe every server", after: ["clusters"])
            .OnEach(site => new ObserveCluster(spec.Local(site), spec.Name));
        plan.Stage("annotations", "Global-service annotations", after: ["clusters"])
            .OnEach(site => new AnnotateServices(spec.Local(site), "remote"));
        plan.Stage("reach", "Log in to every server of the other sites", after: ["annotations", .. plan.Network])
            .OnEach(site => new VerifyPeerLogin(spec.Local(site), [.. spec.PeersOf(site).SelectMany(peer => spec.Local(peer).Hosts)]));

        plan.Stage("clusterset", "ClusterSet on the primary", after: ["reach"])
            .On(spec.PrimarySite, _ => new CreateClusterSet(spec.Local(spec.PrimarySite), spec.Name));
        plan.Stage("routers-primary", "Routers of the primary", after: ["clusterset"])
            .On(spec.PrimarySite, _ => Commands.RestartRouters(spec, spec.PrimarySite), Limits.Rollout);

        plan.Stage("dissolve", "Dissolve the replicas' own groups", after: ["clusterset"])
            .OnReplicas(site => new DissolveCluster(spec.Local(site), spec.Name, site.Cluster.ExistingData == ExistingData.Discard), Limits.Rollout);
        plan.Stage("replicas", "Replica clusters", after: ["dissolve"])
            .OnReplicas(site => Commands.CreateReplicaCluster(spec, site), Limits.Clone, by: spec.PrimarySite);
        plan.Stage("replica-credentials", "Credentials of the primary on the replicas' sites", after: ["replicas"])
            .OnReplicas((site, facts) => new PlaceCredentials(spec.Local(site), spec.CredentialsFor(site, facts)));
        var joined = plan.Instances([.. spec.ReplicaSites], after: "replica-credentials");
        plan.Stage("routers-replica", "Routers of the replicas", after: [joined])
            .OnReplicas(site => Commands.RestartRouters(spec, site), Limits.Rollout);

        plan.Stage("write", "Write a row on the primary", after: ["routers-primary", "routers-replica"])
            .On(spec.PrimarySite, _ => new WriteProbeRow(spec.Local(spec.PrimarySite), spec.Name));
        plan.Stage("read", "Read the row on every replica server", after: ["write"])
            .OnReplicas((site, facts) => new ReadProbeRow(spec.Local(site), spec.Name, facts.Of<ProbeRow>(StepIds.Of("write", spec.PrimarySite))));
        plan.Stage("healthy", "The set is HEALTHY", after: ["read"])
            .On(spec.PrimarySite, _ => Commands.VerifyClusterSet(spec), Limits.Rollout);

        return plan.Build(Kind);
    }
}
