using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Letters;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>The guard of one cluster: its core, what it sees, its hands, its memory and its post.</summary>
internal sealed partial class SiteGuard : IAsyncDisposable
{
    private static readonly TimeSpan BetweenChores = TimeSpan.FromSeconds(5);

    private readonly GuardParts _parts;
    private readonly GuardLoop _loop;
    private readonly ISigns _signs;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _addresses;
    private readonly ConcurrentDictionary<string, bool> _underWay = new(StringComparer.Ordinal);
    private readonly MemoryWriter _writer;
    private readonly OpenLease _lease = new();
    private readonly MissingServers _missing = new();
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _force;
    private TimeSpan _choresAt;

    /// <summary>A guard that has taken its memory over.</summary>
    public SiteGuard(GuardParts parts, GuardMemory memory, ISigns signs, FailoverTimers timers, ILogger log)
    {
        (_parts, _signs, _log) = (parts, signs, log);
        _addresses = new(memory.Addresses, StringComparer.Ordinal);
        _loop = new(GuardState.Start(parts.Site, timers, memory.Kept, memory.Starts, BootClock.Now), Do, parts.Time);
        _writer = new(parts.Store, kept => memory with { Kept = kept, Addresses = new Dictionary<string, IReadOnlyList<string>>(_addresses) }, parts.Time, log);
    }

    /// <summary>The state after the last event.</summary>
    public GuardState State => _loop.State;

    /// <summary>Where the members take connections, for the detector's own probes.</summary>
    public IReadOnlyList<string> Members { get; set; } = [];

    /// <summary>What it still does to its servers, in words; empty when all is left alone.</summary>
    public IReadOnlyList<string> Hold => [.. GuardHold.Of(State, _parts.Eye.Rounds, _parts.Cluster.Cluster.Pods)];

    /// <summary>Runs until it is stopped, or replaced by another guard.</summary>
    /// <exception cref="GuardReplacedException">Another guard has taken over.</exception>
    public async Task Run(CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _end.Token);
        var running = _loop.Run(either.Token);
        var writing = _writer.Run(kept => _loop.Tell(new AuthorityKept(kept)), either.Token);
        try
        {
            await (await Task.WhenAny(running, writing, _replaced.Task));
        }
        finally
        {
            await _end.CancelAsync();
            await Task.WhenAll(running, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes a letter and returns its answer.</summary>
    public async Task<DirectAnswer> Take(ToGuard letter)
    {
        foreach (var (site, addresses) in letter.Addresses)
            if (site != _parts.Site && addresses.Count > 0)
                _addresses[site] = addresses;
        if (letter.RepairEpoch > 0 && letter.RepairEpoch >= State.NewestEpoch)
            Once("mending", _parts.Mending.Repair);
        if (letter.DrainEpoch > 0 && letter.DrainEpoch >= State.NewestEpoch)
            Once("mending", _parts.Mending.Drain);
        _lease.Take(letter.Events);
        var effects = await _loop.Ask(letter.Events);
        var report = effects.OfType<SendReport>().LastOrDefault();
        return new(
            Letter() with { To = letter.From, Lease = _lease.Asked, Token = report?.Token ?? 0, Report = report?.Report },
            [.. effects.Select(Answer).OfType<GuardEvent>()]);
    }

    /// <summary>Enforces nothing any more, by a record of the next epoch as a detector writes it when the mode becomes observe.</summary>
    public void Release()
    {
        if (State is { IsEnforced: true, Newest.Record: var record })
            _loop.Tell(new AuthorityHeard(record.Released(_parts.Site)));
    }

    /// <summary>Keeps clients out of a server until what is returned is disposed of; null where nothing is enforced.</summary>
    public async Task<IDisposable?> KeepShut(string pod, CancellationToken ct) => State.Gate == Gate.Unguarded ? null : await _parts.Hands.KeepShut(pod, ct);

    /// <summary>Tells the core what another guard answered.</summary>
    public void Tell(IEnumerable<GuardEvent> events)
    {
        foreach (var @event in events)
            _loop.Tell(@event);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _parts.Eye.DisposeAsync();
        await _parts.Hands.DisposeAsync();
        _end.Dispose();
        _force?.Dispose();
    }

    private string? PrimaryPod => _parts.Eye.Rounds.FirstOrDefault(round => round.Member.IsPrimary)?.Member.Pod;

    private FromGuard Letter() => new()
    {
        ClusterSet = _parts.Cluster.ClusterSet, Site = _parts.Site, Sentence = GuardStatus.Of(State, BootClock.Now), Addresses = _parts.Addresses, Members = Members,
    };

    private GuardEvent? Answer(GuardEffect effect) => effect switch
    {
        GivePromise give => new PromiseGiven(_parts.Site, give.Nonce, give.Epoch, give.Length),
        RefusePromise refuse => new PromiseRefused(_parts.Site, refuse.Nonce, refuse.Record, refuse.Reason),
        _ => null,
    };

    private void Do(GuardEffect effect)
    {
        switch (effect)
        {
            case KeepAuthority keep: _writer.Write(keep); break;
            case Failover.Guard.AskLease ask: AskLease(ask); break;
            case AskPromise ask: Background(ct => Ask(ask, ct)); break;
            case LookAtGroup: Once("look", Look); break;
            case StampMembers stamps: Background(ct => Stamp(stamps, ct)); break;
            case ClimbRung climb: Background(ct => Climb(climb, ct)); break;
            case OpenGroup open: Background(ct => Open(open, ct)); break;
            case SetOffline set: Background(ct => _parts.Hands.SetOffline(set.IsOffline, set.Members, ct)); break;
            case Failover.Guard.StartServers: Background(_parts.Hands.StartServers); break;
            case RunForce force: Background(ct => Force(force, ct)); break;
            case CancelForce: _force?.Cancel(); break;
            case GiveWay: _replaced.TrySetException(new GuardReplacedException($"another guard of {_parts.Cluster.Cluster.Name} has taken over: its second enforcers have newer stamps")); break;
            case TellGuard tell: LogTold(_parts.Cluster.ClusterSet, tell.Sentence); break;
            default: throw new InvalidOperationException($"no way to carry out {effect.GetType().Name}");
        }
    }

    private void AskLease(Failover.Guard.AskLease ask)
    {
        if (_parts.IsCutOff())
            return;
        var lease = new LeaseAsked(_parts.Site, ask.Nonce, ask.Epoch);
        _lease.Ask(lease);
        Background(ct => _signs.Tell((Letter() with { Lease = lease }).ForBroker(), ct));
    }

    private async Task Ask(AskPromise ask, CancellationToken ct)
    {
        if (_parts.IsCutOff())
            return;
        var letter = new ToGuard
        {
            ClusterSet = _parts.Cluster.ClusterSet, Site = ask.Site, From = _parts.Site, Events = [new PromiseAsked(_parts.Site, ask.Nonce, ask.Record)],
            Addresses = new Dictionary<string, IReadOnlyList<string>> { [_parts.Site] = _parts.Addresses },
        };
        var byBroker = _signs.Tell(letter.ForBroker(), ct);
        // A slow promise counts too: the guard counts it from when it asked.
        if (await _parts.Post.Send(_addresses.GetValueOrDefault(ask.Site) ?? [], letter, State.Timers.LeaseRenewal, ct) is { } answer)
            Tell(answer.Events);
        await byBroker;
    }

    private async Task Look(CancellationToken ct)
    {
        var look = await _parts.Eye.Look(fresh: State.Gate == Gate.Unknown, ct);
        _loop.Tell(new GroupLooked(look));
        Chores(look);
    }

    private void Chores(GroupLook look)
    {
        var primary = _parts.Eye.Rounds.FirstOrDefault(round => round.Member is { IsPrimary: true, IsWritable: true });
        if (primary is not null && look.IsSetPrimary && State is { Newest: not null, Gate: Gate.Open or Gate.Unguarded })
            Once("heartbeat", ct => _parts.Hands.Beat(primary.Member.Pod, ct).WaitAsync(State.Timers.Heartbeat * 2, _parts.Time, ct));
        if (BootClock.Now - _choresAt < BetweenChores || State.Newest is null)
            return;
        _choresAt = BootClock.Now;
        Background(ct => _parts.Hands.Warm(State.Timers.Heartbeat, ct));
        var shut = State.Gate != Gate.Unguarded;
        var netTimeout = State.Timers.ReplicaNetTimeout;
        foreach (var round in _parts.Eye.Rounds.Where(round => !round.IsPersistedFor(shut, netTimeout)))
            Background(ct => _parts.Hands.SetStartsShut(round.Member.Pod, shut, netTimeout, ct));
        if (shut && !State.Newest.Record.Quarantined.Contains(_parts.Site)) // a quarantined group is started by the steps of its rejoin
            StartGroups();
    }

    private void StartGroups()
    {
        foreach (var pod in _missing.Overdue([.. _parts.Eye.Rounds.Where(round => !_parts.Hands.IsLeftToAdminApi(round))], BootClock.Now))
            Once($"join of {pod}", ct => Join(pod, ct));
    }

    private async Task Join(string pod, CancellationToken ct)
    {
        LogJoining(_parts.Cluster.ClusterSet, pod);
        if (await _parts.Hands.StartGroup(pod, ct) is { Length: > 0 } trouble)
            LogFailed(_parts.Cluster.ClusterSet, $"{pod} does not come into its group: {trouble}");
    }

    private async Task Stamp(StampMembers stamps, CancellationToken ct)
    {
        try
        {
            await _parts.Hands.Stamp(stamps.Stamps, ct);
        }
        finally
        {
            _loop.Tell(new StampsLeft());
        }
    }

    private async Task Climb(ClimbRung climb, CancellationToken ct)
    {
        var keepStopped = State.Newest is { HoldsFence: true, StopServers: true };
        var words = "it failed";
        try
        {
            words = await _parts.Hands.Climb(climb.Rung, PrimaryPod, keepStopped, climb.Limit, ct);
        }
        finally
        {
            _loop.Tell(new RungEnded(climb.Attempt, words.Length == 0, words));
        }
    }

    private async Task Open(OpenGroup open, CancellationToken ct)
    {
        var isOpen = false;
        try
        {
            isOpen = await _parts.Hands.Open(ct);
        }
        finally
        {
            _loop.Tell(new OpenEnded(open.Attempt, isOpen));
        }
    }

    private async Task Force(RunForce force, CancellationToken ct)
    {
        var mine = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Interlocked.Exchange(ref _force, mine)?.Dispose();
        LogForcing(_parts.Cluster.ClusterSet, force.Record.Epoch);
        var (outcome, words) = await _parts.Forcing.Run(force, mine.Token);
        LogForced(_parts.Cluster.ClusterSet, outcome, words);
        _loop.Tell(new ForceEnded(force.Attempt, outcome, words));
    }

    /// <summary>Begins it, unless work of that name is under way still.</summary>
    private void Once(string name, Func<CancellationToken, Task> work)
    {
        if (!_underWay.TryAdd(name, true))
            return;
        Background(async ct =>
        {
            try
            {
                await work(ct);
            }
            finally
            {
                _underWay.TryRemove(name, out _);
            }
        });
    }

    // The core does not wait, and asks again for what it does not hear of.
    private void Background(Func<CancellationToken, Task> work) => _ = Task.Run(async () =>
    {
        try
        {
            await work(_end.Token);
        }
#pragma warning disable CA1031 // whatever the way to a server or to the API server throws: it is told, and the core looks again
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (e is not OperationCanceledException)
                LogFailed(_parts.Cluster.ClusterSet, e.Message);
        }
    });

    [LoggerMessage(330, LogLevel.Information, "Guard of {Set}: {Sentence}")]
    private partial void LogTold(string set, string sentence);

    [LoggerMessage(331, LogLevel.Warning, "Guard of {Set}: making this site primary by epoch {Epoch}")]
    private partial void LogForcing(string set, long epoch);

    [LoggerMessage(332, LogLevel.Warning, "Guard of {Set}: that ended with {Outcome} {Words}")]
    private partial void LogForced(string set, ForceOutcome outcome, string words);

    [LoggerMessage(334, LogLevel.Information, "Guard of {Set}: {Pod} has started and is not in its group; its group is started")]
    private partial void LogJoining(string set, string pod);

    [LoggerMessage(333, LogLevel.Warning, "Guard of {Set}: {Reason}")]
    private partial void LogFailed(string set, string reason);
}
