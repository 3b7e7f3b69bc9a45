using System.Collections.Concurrent;
using System.Text.Json;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Letters;
using ClusterSetSuite.MySqlAgent.Isolation;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Runs a guard for every cluster of this site that belongs to a ClusterSet, and hands it its letters.</summary>
internal sealed partial class GuardWork(
    AgentIdentity agent, SiteIsolation isolation, IServiceScopeFactory scopes, IKubernetes kubernetes, IPodDialogues dialogues, EnforcerCalls calls, DirectPost post, FailoverTimers timers, TimeProvider time,
    IOptions<GuardOptions> options, IOptions<MySqlOptions> mysql, ILogger<GuardWork> log) : IAgentWork, ILetterBox, IGuards
{
    private const int LargestLetter = 1 << 20; // bytes; GTID sets can be long
    private static readonly TimeSpan LeftToTheOther = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (GuardedCluster Cluster, SiteGuard Guard, Task Running)> _guards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _replaced = []; // when, by the clock's timestamp
    private ISigns? _signs;

    /// <inheritdoc/>
    public string Path => Seal.Path;

    /// <inheritdoc/>
    public async Task Run(ISigns signs, CancellationToken stopping)
    {
        _signs = signs;
        await using var scope = scopes.CreateAsyncScope();
        var clusters = scope.ServiceProvider.GetRequiredService<IObservedClusters>();
        var servers = scope.ServiceProvider.GetRequiredService<IServers>();
        var rounds = scope.ServiceProvider.GetRequiredService<ClusterRounds>();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await Adjust(clusters, servers, rounds, signs, stopping);
                await Task.Delay(mysql.Value.FindInterval, time, stopping);
            }
        }
        finally
        {
            foreach (var set in _guards.Keys)
                await End(set);
        }
    }

    /// <inheritdoc/>
    public async Task Take(GuardLetter letter, CancellationToken ct)
    {
        if (letter.Site != agent.Site || Read(letter.Body) is not { } read || !_guards.TryGetValue(read.ClusterSet, out var found) || IsCutOff(read.ClusterSet))
            return;
        var answer = await found.Guard.Take(read);
        if (answer.Events.Length > 0)
            await (_signs?.Tell(new ToGuard { ClusterSet = read.ClusterSet, Site = read.From, From = agent.Site, Events = answer.Events }.ForBroker(), ct) ?? Task.CompletedTask);
        if (answer.Letter.Report is not null)
            await (_signs?.Tell(answer.Letter.ForBroker(), ct) ?? Task.CompletedTask);
    }

    /// <inheritdoc/>
    public async Task<IResult> TakeDirect(HttpRequest request, CancellationToken ct)
    {
        if (post.Seal is not { } seal)
            return Results.Problem("this agent has no key (Guard:KeyFile): it takes letters over the broker only", statusCode: 503);
        var body = await ReadBody(request, ct);
        if (body is null)
            return Results.Problem("the letter is too long", statusCode: 413);
        var mark = seal.Of(body);
        if (!Seal.AreSame(request.Headers[Seal.Header].FirstOrDefault(), mark))
            return Results.Problem("the letter is not sealed with the suite's key", statusCode: 401);
        if (Read(body) is not { } letter)
            return Results.Problem("the letter can not be read", statusCode: 400);
        if (letter.Site != agent.Site || !_guards.TryGetValue(letter.ClusterSet, out var found))
            return Results.Problem($"site {agent.Site} has no guard of {letter.ClusterSet}", statusCode: 404);
        if (IsCutOff(letter.ClusterSet))
            return Results.Problem($"a drill cuts the guard of {letter.ClusterSet} off", statusCode: 503);
        var answer = JsonSerializer.SerializeToUtf8Bytes(await found.Guard.Take(letter), Wire.Options);
        request.HttpContext.Response.Headers[Seal.Header] = seal.OfAnswer(mark, answer);
        return Results.Bytes(answer, "application/json");
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? HoldOf(string set) => _guards.TryGetValue(set, out var found) ? found.Guard.Hold : null;

    /// <inheritdoc/>
    public void Release(string set)
    {
        if (_guards.TryGetValue(set, out var found))
            found.Guard.Release();
    }

    /// <inheritdoc/>
    public async Task<IDisposable?> KeepShut(LocalCluster cluster, string pod, CancellationToken ct)
    {
        foreach (var (guarded, guard, _) in _guards.Values)
            if ((guarded.Cluster.Namespace, guarded.Cluster.Name) == (cluster.Namespace, cluster.Name))
                return await guard.KeepShut(pod, ct);
        return null;
    }

    private bool IsCutOff(string set) => isolation.Of(set) is not null;

    private async Task Adjust(IObservedClusters clusters, IServers servers, ClusterRounds rounds, ISigns signs, CancellationToken stopping)
    {
        IReadOnlyList<GuardedCluster> wanted;
        try
        {
            wanted = await clusters.FindGuarded(stopping);
        }
#pragma warning disable CA1031 // whatever the API server's client throws, the known clusters stay guarded
        catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotListed(e.Message);
            return;
        }

        foreach (var (set, known) in _guards)
            if (known.Running.IsCompleted || !wanted.Contains(known.Cluster))
                await End(set);
        foreach (var cluster in wanted)
        {
            if (!_guards.ContainsKey(cluster.ClusterSet) && !IsLeftToTheOther(cluster.ClusterSet))
                await Begin(cluster, servers, rounds, signs, stopping);
            if (_guards.TryGetValue(cluster.ClusterSet, out var guard))
                guard.Guard.Members = await Addresses(cluster, guard.Guard.Members, stopping);
        }
    }

    private async Task Begin(GuardedCluster cluster, IServers servers, ClusterRounds rounds, ISigns signs, CancellationToken stopping)
    {
        try
        {
            var store = new GuardStore(kubernetes, cluster);
            var memory = await store.Begin(stopping);
            var enforcers = new Enforcers(dialogues, calls, cluster, timers);
            var eye = new GroupEye(cluster, servers, kubernetes, enforcers, timers, options.Value.LookLimit, time);
            var hands = new GroupHands(cluster, rounds, servers, enforcers, kubernetes, time);
            var parts = new GuardParts(agent.Site, cluster, options.Value.Addresses, store, eye, hands, new(cluster, scopes), new(cluster, scopes), post, () => IsCutOff(cluster.ClusterSet), time);
            var guard = new SiteGuard(parts, memory, signs, timers, log);
            _guards[cluster.ClusterSet] = (cluster, guard, guard.Run(stopping));
            LogBegun(cluster.ClusterSet, memory.Starts, memory.Kept?.Record.Epoch ?? 0);
        }
#pragma warning disable CA1031 // whatever the API server's client throws: it is tried again, and the other guards must go on
        catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotBegun(cluster.ClusterSet, e.Message);
        }
    }

    // Two agents of a site that took over from each other without a pause would guard nothing.
    private bool IsLeftToTheOther(string set) => _replaced.TryGetValue(set, out var at) && time.GetElapsedTime(at) < LeftToTheOther;

    private async Task End(string set)
    {
        if (!_guards.TryRemove(set, out var ended))
            return;
        await ended.Guard.DisposeAsync();
        await ended.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ended.Running.Exception?.InnerException is GuardReplacedException)
            _replaced[set] = time.GetTimestamp();
        LogEnded(set, ended.Running.Exception?.InnerException?.Message ?? "it was stopped, or its cluster has left the set");
    }

    private async Task<IReadOnlyList<string>> Addresses(GuardedCluster cluster, IReadOnlyList<string> known, CancellationToken ct)
    {
        try
        {
            var pods = await kubernetes.Of(cluster.Cluster, ct);
            return [.. pods.Where(pod => pod.Status?.PodIP is { Length: > 0 }).OrderBy(pod => pod.Name(), StringComparer.Ordinal).Select(pod => $"{pod.Status.PodIP}:{mysql.Value.ServerPort}")];
        }
#pragma warning disable CA1031 // the addresses known before are still the best guess
        catch (Exception) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return known;
        }
    }

    private static async Task<byte[]?> ReadBody(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > LargestLetter)
            return null;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return body.Length > LargestLetter ? null : body.ToArray();
    }

    private ToGuard? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<ToGuard>(body, Wire.Options);
        }
        catch (JsonException e)
        {
            LogUnreadable(e.Message);
            return null;
        }
    }

    private ToGuard? Read(JsonElement body) => Read(JsonSerializer.SerializeToUtf8Bytes(body));

    [LoggerMessage(340, LogLevel.Information, "A guard of {Set} begins (start {Starts}, epoch {Epoch})")]
    private partial void LogBegun(string set, long starts, long epoch);

    [LoggerMessage(341, LogLevel.Information, "The guard of {Set} has ended: {Reason}")]
    private partial void LogEnded(string set, string reason);

    [LoggerMessage(342, LogLevel.Warning, "The guard of {Set} can not begin, trying again: {Reason}")]
    private partial void LogNotBegun(string set, string reason);

    [LoggerMessage(343, LogLevel.Warning, "The API server does not list the InnoDBClusters: {Reason}")]
    private partial void LogNotListed(string reason);

    [LoggerMessage(344, LogLevel.Warning, "A letter can not be read: {Reason}")]
    private partial void LogUnreadable(string reason);
}
