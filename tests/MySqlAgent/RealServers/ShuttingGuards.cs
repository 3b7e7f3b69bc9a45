using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Sql;

namespace ClusterSetSuite.MySqlAgent.Tests.RealServers;

/// <summary>Keep clients out of a server while AdminAPI works on it, and let them in afterwards, as the guard of a cluster does on which the right to write is enforced.</summary>
internal sealed class ShuttingGuards(IServers servers) : IGuards
{
    /// <summary>The pods that clients were kept out of up to the end, in order.</summary>
    public List<string> Kept { get; } = [];

    public IReadOnlyList<string>? HoldOf(string set) => [];

    public void Release(string set)
    {
        // Nothing is enforced here.
    }

    public async Task<IDisposable?> KeepShut(LocalCluster cluster, string pod, CancellationToken ct)
    {
        await using var sql = await servers.Open(cluster, pod, ct);
        await sql.Execute("SET GLOBAL offline_mode = ON", ct);
        return new End(() => Task.Run(() => Open(cluster, pod), ct).GetAwaiter().GetResult());
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
