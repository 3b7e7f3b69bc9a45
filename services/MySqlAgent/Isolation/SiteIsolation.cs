using System.Collections.Concurrent;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Isolation;

/// <summary>
/// Keeps clusters of this site cut off while a drill wants it. Their guards hear and say nothing from the beginning, so that the right to write runs out and they fence by their own rule; the servers
/// are cut off only when none of them takes writes, so that the replicas have all that there is. An order ends by itself, whatever has become of the drill.
/// </summary>
internal sealed partial class SiteIsolation(IServiceScopeFactory scopes, TimeProvider time, IOptions<MySqlOptions> options, ILogger<SiteIsolation> log) : IAgentWork, IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.25);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    /// <summary>The order on this site's cluster of a set, or null.</summary>
    public IsolationOrder? Of(string set) => _held.GetValueOrDefault(set)?.Order;

    /// <inheritdoc/>
    public async Task Run(ISigns signs, CancellationToken stopping)
    {
        var isRead = false;
        using var timer = new PeriodicTimer(BetweenLooks, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            if (isRead && _held.IsEmpty)
                continue;
            try
            {
                await InTurn(scope => isRead ? Look(scope, stopping) : Read(scope, stopping), stopping);
                isRead = true;
            }
#pragma warning disable CA1031 // whatever the API server's client throws, the next look may go well
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(e.Message);
                await Task.Delay(options.Value.LookInterval, time, stopping);
            }
        }
    }

    /// <summary>Begins: kept first, then carried out.</summary>
    public Task Begin(IsolationOrder order, CancellationToken ct) => InTurn(
        async scope =>
        {
            await scope.GetRequiredService<InnoDbClusters>().Annotate(order.Cluster, order.Marks, ct);
            _held[order.SetName] = new(order);
            LogBegun(order.SetName, order.Until);
        },
        ct);

    /// <summary>Ends; what is kept goes last, so that an end that was cut off is found again.</summary>
    public Task End(string set, LocalCluster cluster, CancellationToken ct) => InTurn(scope => End(scope, set, cluster, ct), ct);

    public void Dispose() => _turn.Dispose();

    private async Task Read(IServiceProvider scope, CancellationToken ct)
    {
        foreach (var cluster in await scope.GetRequiredService<InnoDbClusters>().List(options.Value.Namespaces, ct))
            if (IsolationOrder.Of(cluster) is { } order)
                _held[order.SetName] = new(order);
    }

    private async Task Look(IServiceProvider scope, CancellationToken ct)
    {
        foreach (var held in _held.Values)
        {
            if (time.GetUtcNow() >= held.Order.Until)
                await End(scope, held.Order.SetName, held.Order.Cluster, ct);
            else if (!held.IsCut)
                await Cut(scope, held, ct);
        }
    }

    // Seen twice, so that what was written last is on its way.
    private async Task Cut(IServiceProvider scope, Held held, CancellationToken ct)
    {
        var order = held.Order;
        var seen = await scope.GetRequiredService<ClusterRounds>().At(order.Cluster, ct);
        var wasQuiet = held.IsQuiet;
        held.IsQuiet = seen.Complete && !seen.Writable.Any();
        if (!wasQuiet || !held.IsQuiet)
            return;
        var policy = scope.GetRequiredService<IsolationPolicy>();
        if (!await policy.Exists(order.Cluster, ct))
            await policy.Make(order, ct);
        held.IsCut = true;
        LogCut(order.SetName);
    }

    private async Task End(IServiceProvider scope, string set, LocalCluster cluster, CancellationToken ct)
    {
        await scope.GetRequiredService<IsolationPolicy>().Remove(cluster, ct);
        await scope.GetRequiredService<InnoDbClusters>().Annotate(cluster, IsolationOrder.NoMarks, ct);
        if (_held.TryRemove(set, out _))
            LogEnded(set);
    }

    private async Task InTurn(Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>An order and how far it is carried out; changed in turn only.</summary>
    private sealed class Held(IsolationOrder order)
    {
        public IsolationOrder Order => order;

        /// <summary>Whether no server took writes when they were looked at last.</summary>
        public bool IsQuiet { get; set; }

        public bool IsCut { get; set; }
    }

    [LoggerMessage(360, LogLevel.Warning, "A drill of {Set} cuts this site off until {Until:u} at the latest: its guard is deaf and dumb from now on")]
    private partial void LogBegun(string set, DateTimeOffset until);

    [LoggerMessage(361, LogLevel.Warning, "No server of {Set} here takes writes any more: they are cut off from all other sites")]
    private partial void LogCut(string set);

    [LoggerMessage(362, LogLevel.Warning, "The drill of {Set} cuts this site off no longer")]
    private partial void LogEnded(string set);

    [LoggerMessage(363, LogLevel.Warning, "What a drill cuts off here can not be looked after, trying again: {Reason}")]
    private partial void LogFailed(string reason);
}
