using System.Text.Json;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Plans;
using ClusterSetSuite.Coordinator.Tests.Health;

namespace ClusterSetSuite.Coordinator.Tests.Plans;

/// <summary>Applying a spec again after the primary has moved.</summary>
public class MovedPrimaryTests
{
    private static readonly ClusterSetSpec Spec = Seen.Spec with { PrimaryNow = "dr" };

    private static readonly PlanFacts None = new(new Dictionary<string, JsonElement>());

    [Fact]
    public void The_plan_leaves_the_primary_where_it_is()
    {
        var plan = ProvisionPlan.For(Spec);

        Assert.All(["clusterset", "write", "healthy"], stage => Assert.Equal("dr", Assert.Single(plan.Stages.Single(s => s.Name == stage).Steps).Site));
        Assert.DoesNotContain(plan.Stages.Single(stage => stage.Name == "dissolve").Steps, step => step.Site == "dr");
        Assert.DoesNotContain(plan.Steps.Select(step => step.Id.Split('/')[0]), stage => stage == Moves.Stage);
    }

    [Fact]
    public void Clusters_keep_the_names_that_they_have_in_the_set()
    {
        var plan = ProvisionPlan.For(Spec);

        var replica = Assert.IsType<CreateReplicaCluster>(plan.Steps.Single(step => step.Id == "replicas/prod").Command(None));
        Assert.Equal(("dr", "prd"), (replica.Cluster.Name, replica.ReplicaName));
        var healthy = Assert.IsType<VerifyClusterSet>(plan.Steps.Single(step => step.Id == "healthy/dr").Command(None));
        Assert.Equal(["myreplica", "prd"], healthy.Clusters.Keys.Order());
    }
}
