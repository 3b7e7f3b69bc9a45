using System.Net;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Integration.Tests.Operations;

public class ThreeSitesTests
{
    private const string Spec = """
        name: mycs
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
          - {name: far, namespace: mysql-far, cluster: {name: far, baseServerId: 300}}
        primary: prod
        """;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_replicas_of_a_set_of_three_sites_are_made_at_the_same_time()
    {
        var both = new Meeting(2);
        var options = new TwoSitesOptions
        {
            Sites = ["prod", "dr", "far"],
            AddSteps = (services, world) =>
            {
                services.AddWorldSteps(world, typeof(CreateReplicaCluster));
                services.AddSingleton(both).AddStep<CreateReplicaCluster, MeetingStep>();
            },
        };
        await using var sites = await TwoSites.Start(options, Test);
        var id = Guid.NewGuid();

        using var accepted = await sites.Coordinator.Apply("mycs", Spec, id, Test);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var ended = await sites.Coordinator.Until(id, operation => operation.EndedAt is not null, Test);

        Assert.True(ended.State == "Completed", $"{ended.State}: {ended.Reason}");
        Assert.Equal(["myreplica", "far"], both.Came);
    }

    /// <summary>Lets nobody go on before all have come.</summary>
    private sealed class Meeting(int all)
    {
        private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<string> _came = [];

        public IEnumerable<string> Came => _came.OrderByDescending(name => name, StringComparer.Ordinal);

        public async Task Come(string name, CancellationToken ct)
        {
            lock (_came)
            {
                _came.Add(name);
                if (_came.Count == all)
                    _complete.SetResult();
            }

            await _complete.Task.WaitAsync(Limit, ct);
        }
    }

    private sealed class MeetingStep(World world, Meeting meeting, IOptions<SiteOptions> site) : IStep<CreateReplicaCluster>
    {
        private readonly WorldStep<CreateReplicaCluster> _step = new(world, site);

        public Task<StepState> Check(CreateReplicaCluster command, CancellationToken ct) => _step.Check(command, ct);

        public async Task Apply(CreateReplicaCluster command, CancellationToken ct)
        {
            await meeting.Come(command.ReplicaName, ct);
            await _step.Apply(command, ct);
        }
    }
}
