using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>Observes every server of every marked cluster of this site, and tells the Coordinator once a second, all in one message. Keeps nothing that a restart would miss.</summary>
public sealed class SiteObserver(AgentIdentity agent, IServiceScopeFactory scopes, TimeProvider time, IOptions<MySqlOptions> options) : IAgentWork
{
    private readonly Dictionary<(LocalCluster Cluster, string Pod), MemberWatch> _watches = [];

    private IReadOnlyList<LocalCluster> _clusters = [];
    private string? _trouble;

    /// <inheritdoc/>
    public async Task Run(ISigns signs, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var servers = scope.ServiceProvider.GetRequiredService<IServers>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var finding = Find(scope.ServiceProvider.GetRequiredService<IObservedClusters>(), end.Token);
        try
        {
            await Tell(signs, servers, end.Token);
        }
        finally
        {
            await end.CancelAsync();
            await finding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(_watches.Values.Select(watch => watch.DisposeAsync().AsTask()));
            _watches.Clear();
        }
    }

    private async Task Tell(ISigns signs, IServers servers, CancellationToken ct)
    {
        var startedAt = time.GetUtcNow();
        using var timer = new PeriodicTimer(SiteObservation.Interval, time);
        for (var number = 1L; await timer.WaitForNextTickAsync(ct); number++)
        {
            var clusters = Volatile.Read(ref _clusters);
            await Adjust(clusters, servers);
            await signs.Tell(
                new SiteObservation
                {
                    Site = agent.Site, StartedAt = startedAt, Number = number, At = time.GetUtcNow(), Clusters = [.. clusters.Select(Newest)], Trouble = Volatile.Read(ref _trouble),
                },
                ct);
        }
    }

    private async Task Find(IObservedClusters clusters, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                Volatile.Write(ref _clusters, await clusters.Find(ct));
                Volatile.Write(ref _trouble, null);
            }
#pragma warning disable CA1031 // whatever the API server's client throws, the known clusters are observed and the next look may go well
            catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Volatile.Write(ref _trouble, $"the API server does not list the InnoDBClusters: {e.Message}");
            }

            await Task.Delay(options.Value.FindInterval, time, ct);
        }
    }

    private ClusterObservation Newest(LocalCluster cluster) => new()
    {
        Namespace = cluster.Namespace, Name = cluster.Name, Members = [.. cluster.Pods.Select(pod => _watches[(cluster, pod)].Newest)],
    };

    private async Task Adjust(IReadOnlyList<LocalCluster> clusters, IServers servers)
    {
        var wanted = clusters.SelectMany(cluster => cluster.Pods.Select(pod => (cluster, pod))).ToHashSet();
        foreach (var gone in _watches.Keys.Where(key => !wanted.Contains(key)).ToList())
        {
            _watches.Remove(gone, out var watch);
            await watch!.DisposeAsync();
        }

        foreach (var (cluster, pod) in wanted.Where(key => !_watches.ContainsKey(key)))
            _watches[(cluster, pod)] = new MemberWatch(servers, cluster, pod, options.Value.ObserveLimit, time);
    }
}
