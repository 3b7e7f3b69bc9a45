using ClusterSetSuite.MeshAgent.Cilium;
using k8s.Models;

namespace ClusterSetSuite.MeshAgent.Tests.Cilium;

public class UnmanagedPodsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly V1Pod Agent = Pod("cilium-1", startedAgo: 60, hostNetwork: true);

    [Fact]
    public void A_pod_older_than_the_agent_and_without_endpoint_is_unmanaged() =>
        Assert.Equal("default/old", UnmanagedPods.NameOf(Assert.Single(Among(Pod("old", 600)))));

    [Fact]
    public void A_pod_with_an_endpoint_is_managed_however_old() =>
        Assert.Empty(UnmanagedPods.Among([Pod("old", 600)], new HashSet<(string, string)> { ("default", "old") }, [Agent], Now));

    [Fact]
    public void A_pod_on_the_host_network_has_no_endpoint_and_needs_none() => Assert.Empty(Among(Pod("host", 600, hostNetwork: true)));

    [Fact]
    public void A_young_pod_is_given_time_and_an_old_one_is_not()
    {
        Assert.Empty(Among(Pod("young", 5)));
        Assert.Single(Among(Pod("stuck", 45)));
    }

    [Fact]
    public void Finished_and_ending_pods_are_left_alone()
    {
        var ended = Pod("ended", 600);
        ended.Status.Phase = "Succeeded";
        var ending = Pod("ending", 600);
        ending.Metadata.DeletionTimestamp = Now.UtcDateTime;

        Assert.Empty(Among(ended, ending));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Node", false)]
    [InlineData("ReplicaSet", true)]
    [InlineData("StatefulSet", true)]
    public void Only_a_controller_makes_a_pod_again(string? maker, bool again)
    {
        var pod = Pod("p", 600);
        pod.Metadata.OwnerReferences = maker is null ? null : [new V1OwnerReference { Kind = maker, Controller = true, Uid = "1", Name = "m", ApiVersion = "v1" }];

        Assert.Equal(again, UnmanagedPods.HasMaker(pod));
    }

    private static IReadOnlyList<V1Pod> Among(params V1Pod[] pods) => UnmanagedPods.Among(pods, new HashSet<(string, string)>(), [Agent], Now);

    private static V1Pod Pod(string name, int startedAgo, bool hostNetwork = false) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = name },
        Spec = new V1PodSpec { NodeName = "node-1", HostNetwork = hostNetwork, Containers = [] },
        Status = new V1PodStatus { Phase = "Running", StartTime = Now.UtcDateTime.AddSeconds(-startedAgo) },
    };
}
