using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Repairs a group in place on a detector's word: quorum by force, a reboot from complete outage, an applier that stands still. Every part looks first, so asking twice does no harm.</summary>
internal sealed class Mending(GuardedCluster cluster, IServiceScopeFactory scopes)
{
    /// <summary>Restores quorum, or starts the group again.</summary>
    /// <exception cref="StepFailedException">It could not be done.</exception>
    public Task Repair(CancellationToken ct) => In(async services =>
    {
        var seen = await services.GetRequiredService<ClusterRounds>().At(cluster.Cluster, ct);
        if (seen.Primary is { HasQuorum: true } || seen.Set is not { Own: { } own } set)
            return;
        if (seen.Members.FirstOrDefault(member => member is { Answers: true, State: "ONLINE" }) is { } member)
        {
            var (admin, servers) = (services.GetRequiredService<AdminCalls>(), services.GetRequiredService<IServers>());
            string[] call = ["cluster", "forceQuorumUsingPartitionOf", servers.Address(cluster.Cluster, member.Pod)];
            var result = await admin.Run(cluster.Cluster, member.Pod, ct, call);
            if (!result.Ok)
                throw admin.Failure(result, cluster.Cluster, member.Pod, call);
        }
        else
            await Apply(services, new RebootCluster(cluster.Cluster, set.Name, own), ct);
    });

    /// <summary>Lets everything that was received be applied.</summary>
    /// <exception cref="StepFailedException">It could not be done.</exception>
    public Task Drain(CancellationToken ct) => In(async services =>
    {
        if ((await services.GetRequiredService<ClusterRounds>().At(cluster.Cluster, ct)).Set is { Own: { } own } set)
            await Apply(services, new DrainReceived(cluster.Cluster, set.Name, own), ct);
    });

    private static async Task Apply<T>(IServiceProvider services, T command, CancellationToken ct)
        where T : IStepCommand
    {
        var step = services.GetRequiredService<IStep<T>>();
        if (await step.Check(command, ct) is StepState.Needed)
            await step.Apply(command, ct);
    }

    private async Task In(Func<IServiceProvider, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }
}
