using System.Collections.Concurrent;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>Keep clients out of a server while AdminAPI works on it, and let them in afterwards, as the guard of a cluster does on which the right to write is enforced.</summary>
internal sealed class ShuttingGuards(IServers servers, ClusterRounds rounds) : IGuards, IAsyncDisposable
{
    private readonly ConcurrentDictionary<LocalCluster, GroupHands> _hands = new();

    /// <summary>The pods that clients were kept out of up to the end, in order.</summary>
    public List<string> Kept { get; } = [];

    public IReadOnlyList<string>? HoldOf(string set) => [];

    public void Release(string set)
    {
        // Nothing is enforced here.
    }

    public async Task<IDisposable?> KeepShut(LocalCluster cluster, string pod, CancellationToken ct)
    {
        var kept = await HandsOf(cluster).KeepShut(pod, ct);
        return new End(() =>
        {
            kept.Dispose();
            Task.Run(() => Open(cluster, pod), ct).GetAwaiter().GetResult();
        });
    }

    /// <summary>A guard's hands on a cluster, with neither pods nor second enforcers.</summary>
    public GroupHands HandsOf(LocalCluster cluster) => _hands.GetOrAdd(cluster, of => new(new GuardedCluster("mycs", of), rounds, servers, null!, null!, TimeProvider.System));

    public async ValueTask DisposeAsync()
    {
        foreach (var hands in _hands.Values)
            await hands.DisposeAsync();
    }

    private async Task Open(LocalCluster cluster, string pod)
    {
        await using var sql = await servers.Open(cluster, pod, default);
        if (await sql.Scalar("SELECT @@GLOBAL.offline_mode", default) == "1")
            Kept.Add(pod);
        await sql.Execute("SET GLOBAL offline_mode = OFF", default);
    }

    private sealed class End(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
