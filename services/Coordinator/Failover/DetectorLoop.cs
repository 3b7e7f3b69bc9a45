using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using System.Threading.Channels;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Failover;
using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.Failover.Letters;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>The detector of one ClusterSet in this Coordinator: drives its core, one event at a time, and asks members, guards, witness and database every heartbeat.</summary>
internal sealed partial class DetectorLoop : IAsyncDisposable
{
    private readonly Channel<DetectorEvent> _inbox = Channel.CreateUnbounded<DetectorEvent>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, SitePlaces> _places;
    private readonly ConcurrentDictionary<string, (string Sentence, TimeSpan At)> _sentences = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, TimeSpan> _asked = new();
    private readonly DetectorParts _parts;
    private readonly AuthoritySession _session;
    private readonly CancellationTokenSource _end = new();
    private readonly ILogger _log;
    private readonly Task _running;
    private volatile DetectorState _state;
    private long _token;
    private int _locking;

    /// <summary>Begins to watch.</summary>
    public DetectorLoop(DetectorParts parts, DetectorSettings settings, AuthoritySession session, IReadOnlyDictionary<string, SitePlaces> places, ILogger log)
    {
        (_parts, _session, _log) = (parts, session, log);
        _places = new(places, StringComparer.Ordinal);
        _state = DetectorState.Start(settings, BootClock.Now);
        _running = Task.WhenAll(Task.Run(Steps), Task.Run(Beats));
    }

    /// <summary>The state after the last event.</summary>
    public DetectorState State => _state;

    /// <summary>What each guard says of itself; a word that is too old to be about now is marked.</summary>
    public IReadOnlyDictionary<string, string> Sentences => _sentences.ToDictionary(
        word => word.Key,
        word => BootClock.Now - word.Value.At is var age && age <= _state.Settings.Timers.AnswerFreshness ? word.Value.Sentence : $"silent for {age.TotalSeconds:0} s; its last word: {word.Value.Sentence}");

    /// <summary>What a person was asked last and has not settled; null for nothing.</summary>
    public string? Alert { get; private set; }

    /// <summary>Whether it only looks, because an operation works on the set.</summary>
    public bool Rests { get; set; }

    /// <summary>Told when the primary begins to look dead, or no longer does.</summary>
    public Action<string, bool, string>? Suspects { get; set; }

    /// <summary>Tells an event.</summary>
    public void Tell(DetectorEvent @event) => _inbox.Writer.TryWrite(@event);

    /// <summary>Takes a letter from a guard, on whichever path it came.</summary>
    public void Take(FromGuard letter)
    {
        if (!_state.Settings.Sites.Contains(letter.Site) || (letter.To is { } to && to != _state.Settings.Detector))
            return;
        Learn(letter);
        if (letter.Lease is { } lease)
            Tell(lease with { Site = letter.Site });
        if (letter.Report is { } report && _asked.TryRemove(letter.Token, out var askedAt))
            Tell(new SiteReported(askedAt, report with { Site = letter.Site }));
    }

    /// <summary>Lets nothing fail over by itself for a while; kept in the database first, so that the next detector knows it too.</summary>
    /// <exception cref="DbException">The database can not be asked.</exception>
    public async Task Maintain(TimeSpan length, CancellationToken ct)
    {
        await _session.KeepMaintenance(length, ct);
        Tell(new MaintenanceSet(length));
    }

    /// <summary>Lets another automatic failover follow within the hour; kept in the database first, so that the next detector knows it too.</summary>
    /// <exception cref="DbException">The database can not be asked.</exception>
    public async Task Acknowledge(CancellationToken ct)
    {
        await _session.KeepAcknowledgement(ct);
        Tell(new FailoverAcknowledged());
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _inbox.Writer.TryComplete();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync();
        _end.Dispose();
    }

    private async Task Steps()
    {
        await foreach (var @event in _inbox.Reader.ReadAllAsync(_end.Token))
        {
            if (@event is LockWon && _state.Role != DetectorRole.Standby)
                continue; // won twice by the same session: the first time counts
            Step(@event);
        }
    }

    // A fault of the core must not end the watch: the event is dropped, the next one is worked on.
    private void Step(DetectorEvent @event)
    {
        try
        {
            var turn = DetectorCore.Step(_state, @event, BootClock.Now);
            _state = turn.State;
            foreach (var effect in turn.Effects)
                Do(effect);
            if (_state.LastTold is null)
                Alert = null; // the primary is there again
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            LogFault(_state.Settings.ClusterSet, @event.GetType().Name, e.Message);
        }
    }

    private async Task Beats()
    {
        using var timer = new PeriodicTimer(_state.Settings.Timers.Heartbeat, _parts.Time);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            Tell(new DetectorWoke());
            foreach (var site in _state.Settings.Sites)
            {
                Background(ct => Probe(site, ct));
                Background(ct => Ask(site, [], ct));
            }

            Background(AskWitness);
            if (_state.Role == DetectorRole.Standby)
                Background(TryLock);
            TakeBack();
        }
    }

    // A site of which no member's place is known is not probed: unknown is never dead.
    private async Task Probe(string site, CancellationToken ct)
    {
        var (askedAt, places) = (BootClock.Now, _places.GetValueOrDefault(site, SitePlaces.None).Members);
        if (places.Count == 0)
            return;
        var answers = await Task.WhenAll(places.Select(place => MemberProbe.Answers(place, _parts.AnswerLimit, ct)));
        var answering = answers.Count(answers => answers);
        Tell(new MembersProbed(site, askedAt, answering == 0 ? null : new(answering, GroupHealth.Unknown, Writable: false)));
    }

    private async Task Ask(string site, ImmutableArray<GuardEvent> first, CancellationToken ct)
    {
        var (token, record) = (Interlocked.Increment(ref _token), _state.Role is DetectorRole.WarmingUp or DetectorRole.Active ? _state.Record : null);
        _asked[token] = BootClock.Now;
        var events = record is null ? first.Add(new ReportAsked(token)) : [new AuthorityHeard(record), .. first, new ReportAsked(token)];
        await Send(site, letter => letter with { Events = events }, ct);
        foreach (var (old, at) in _asked)
            if (BootClock.Now - at > _state.Settings.Timers.AnswerFreshness)
                _asked.TryRemove(old, out _);
    }

    private async Task AskWitness(CancellationToken ct)
    {
        var askedAt = BootClock.Now;
        var answers = await Task.WhenAll(_parts.Witnesses.Select(place => TcpPlace.Takes(place, _parts.AnswerLimit, ct)));
        if (answers.Any(answer => answer))
            Tell(new WitnessAnswered(askedAt));
    }

    private async Task TryLock(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _locking, 1) == 1)
            return;
        try
        {
            if (await _session.TryLock(ct) is { } won)
                Tell(won);
        }
        catch (DbException e)
        {
            LogDatabase(_state.Settings.ClusterSet, e.Message);
        }
        finally
        {
            Volatile.Write(ref _locking, 0);
        }
    }

    /// <summary>A quarantined site that replicates from the primary again has been rejoined: it is judged, and taken back when nothing diverges.</summary>
    private void TakeBack()
    {
        if (_state is not { Role: DetectorRole.Active, Record: { Promotion: null } record })
            return;
        foreach (var site in record.Quarantined)
            if (_state.Settings.Sites.Contains(site) && _state.View(site).Report is { Receiving: Receiving.Yes, IsSetPrimary: false })
                Tell(new RejoinAsked(site));
    }

    private void Do(DetectorEffect effect)
    {
        switch (effect)
        {
            case SwapAuthority swap: Background(ct => Swap(swap, ct)); break;
            case ConfirmTerm: Background(Confirm); break;
            case Resign resign: LogTold(_state.Settings.ClusterSet, $"resigns: {resign.Reason}"); Background(_ => _session.Unlock()); break;
            case Announce announce: ToAll(new AuthorityHeard(announce.Record)); break;
            case GrantLease grant: To(grant.Site, new LeaseGranted(grant.Nonce, grant.Record, grant.Length)); break;
            case RefuseLease refuse: To(refuse.Site, new LeaseRefused(refuse.Nonce, refuse.Record, refuse.Reason)); break;
            case AskFreeze freeze: Background(ct => Ask(freeze.Site, [new FreezeAsked(freeze.Epoch)], ct)); break; // a promotion waits for the report of what was promised
            case EndFreeze end: To(end.Site, new FreezeEnded(end.Epoch)); break;
            case AskFence fence: To(fence.Site, new FenceAsked(fence.Epoch, fence.StopServers)); break;
            case AskRepair repair: Background(ct => Send(repair.Site, letter => letter with { RepairEpoch = repair.Epoch }, ct)); break;
            case AskDrain drain: Background(ct => Send(drain.Site, letter => letter with { DrainEpoch = drain.Epoch }, ct)); break;
            case AskPromote promote: To(promote.Site, new PromoteAsked(promote.Record)); break;
            case AskStandDown down: To(down.Site, new StandDownAsked(down.Epoch)); break;
            case RepointTraffic: Alert = null; break; // routers follow the set's metadata by themselves
            case PublishReport publish: Background(ct => _parts.Reports.Keep(_state.Settings.ClusterSet, publish.Report, ct)); break;
            case EndReport end: Background(ct => _parts.Reports.End(_state.Settings.ClusterSet, end, ct)); break;
            case RejoinJudged judged: LogTold(_state.Settings.ClusterSet, judged.Advice); break;
            case ShareSuspicion share: Suspects?.Invoke(_state.Settings.ClusterSet, share.LooksDead, share.PrimarySite); break;
            case TellDetector tell: LogTold(_state.Settings.ClusterSet, tell.Sentence); break;
            case AskPerson ask: Alert = ask.Sentence; LogAsked(_state.Settings.ClusterSet, ask.Sentence); break;
            default: throw new InvalidOperationException($"no way to carry out {effect.GetType().Name}");
        }
    }

    private async Task Swap(SwapAuthority swap, CancellationToken ct)
    {
        try
        {
            Tell(new SwapAnswered(await _session.Swap(swap.Next, swap.Report, ct)));
        }
        catch (DbException e)
        {
            // Whether it was written is not known, and the lock is gone with the session: the next one to win it reads what is there.
            LogDatabase(_state.Settings.ClusterSet, e.Message);
            Tell(new LockLost());
        }
    }

    private async Task Confirm(CancellationToken ct)
    {
        var askedAt = BootClock.Now;
        if (_state is not { Record: { } record, Role: DetectorRole.WarmingUp or DetectorRole.Active })
            return;
        try
        {
            Tell(await _session.Confirm(_state.Settings.Detector, record.Epoch, _state.PrimarySilence(askedAt), ct) ? new TermConfirmed(askedAt) : new LockLost());
        }
        catch (DbException e)
        {
            LogDatabase(_state.Settings.ClusterSet, e.Message);
            Tell(new LockLost());
        }
    }

    private void To(string site, GuardEvent @event) => Background(ct => Send(site, letter => letter with { Events = [@event] }, ct));

    private void ToAll(GuardEvent @event)
    {
        foreach (var site in _state.Settings.Sites)
            To(site, @event);
    }

    private async Task Send(string site, Func<ToGuard, ToGuard> fill, CancellationToken ct)
    {
        var letter = fill(new()
        {
            ClusterSet = _state.Settings.ClusterSet, Site = site, From = _state.Settings.Detector, Addresses = _places.ToDictionary(known => known.Key, known => known.Value.Guards),
        });
        // The answer to an answer is none: a request for the lease in it comes again with the next letter, and two that answer each other at once would never end.
        if (await _parts.Post.Send(_places.GetValueOrDefault(site, SitePlaces.None).Guards, letter, patience: null, ct) is { } answer)
            Take(letter.Events.Any(@event => @event is LeaseGranted or LeaseRefused) ? answer.Letter with { Lease = null } : answer.Letter);
        else
            await _parts.ByBroker(letter, ct);
    }

    private void Learn(FromGuard letter)
    {
        if (letter.Sentence is { } sentence)
            _sentences[letter.Site] = (sentence, BootClock.Now);
        var (known, told) = (_places.GetValueOrDefault(letter.Site, SitePlaces.None), new SitePlaces(letter.Addresses, letter.Members));
        // A site whose pods are all away still has its places: they are where it will be looked for.
        if (told.Members.Count == 0)
            told = told with { Members = known.Members };
        if (told.IsSame(known))
            return;
        _places[letter.Site] = told;
        if (_state.Role is DetectorRole.WarmingUp or DetectorRole.Active)
            Background(ct => _session.KeepPlaces(Wire.ToJson(_places.ToDictionary()).GetRawText(), ct));
    }

    // The core does not wait, and asks again for what it does not hear of.
    private void Background(Func<CancellationToken, Task> work) => _ = Task.Run(async () =>
    {
        try
        {
            await work(_end.Token);
        }
#pragma warning disable CA1031 // whatever the way there throws: it is told, and the core asks again
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (e is not (OperationCanceledException or ObjectDisposedException))
                LogFailed(_state.Settings.ClusterSet, e.Message);
        }
    });

    [LoggerMessage(1430, LogLevel.Information, "Detector of {Set}: {Sentence}")]
    private partial void LogTold(string set, string sentence);

    [LoggerMessage(1431, LogLevel.Error, "Detector of {Set} needs a person: {Sentence}")]
    private partial void LogAsked(string set, string sentence);

    [LoggerMessage(1432, LogLevel.Warning, "Detector of {Set}: the database does not answer: {Reason}")]
    private partial void LogDatabase(string set, string reason);

    [LoggerMessage(1434, LogLevel.Critical, "Detector of {Set}: {Event} could not be worked on: {Reason}")]
    private partial void LogFault(string set, string @event, string reason);

    [LoggerMessage(1433, LogLevel.Warning, "Detector of {Set}: {Reason}")]
    private partial void LogFailed(string set, string reason);
}
