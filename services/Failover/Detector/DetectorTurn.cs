using System.Collections.Immutable;
using ClusterSetSuite.Failover.Authority;
using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>One event being worked on: the state so far and the effects so far.</summary>
internal sealed class DetectorTurn(DetectorState state, TimeSpan now)
{
    private ImmutableArray<DetectorEffect>.Builder? _effects;

    public DetectorState State { get; set; } = state;

    public TimeSpan Now { get; } = now;

    public DetectorSettings Settings => State.Settings;

    public FailoverTimers Timers => State.Settings.Timers;

    /// <summary>The record; only asked for where there is one.</summary>
    public AuthorityRecord Record => State.Record!;

    public SiteView Primary => State.View(Record.Primary);

    public bool IsConfirmed => IsFresh(State.ConfirmedAt);

    public ImmutableArray<DetectorEffect> Effects => _effects?.ToImmutable() ?? [];

    public bool IsFresh(TimeSpan at) => Now - at <= Timers.AnswerFreshness;

    public bool IsDue(TimeSpan sentAt) => Now - sentAt >= Timers.Heartbeat;

    public SiteReport? FreshReport(string site) => State.View(site).FreshReport(Now, Timers.AnswerFreshness);

    public void Emit(DetectorEffect effect) => (_effects ??= ImmutableArray.CreateBuilder<DetectorEffect>()).Add(effect);

    /// <summary>Says a sentence once, until another is said.</summary>
    public void TellOnce(string sentence)
    {
        if (IsNews(sentence))
            Emit(new TellDetector(sentence));
    }

    /// <summary>Asks a person once, until something else is said.</summary>
    public void AskOnce(string sentence)
    {
        if (IsNews(sentence))
            Emit(new AskPerson(sentence));
    }

    public void Update(string site, Func<SiteView, SiteView> change)
    {
        var sites = State.Sites;
        for (var i = 0; i < sites.Length; i++)
            if (sites[i].Site == site)
                State = State with { Sites = sites.SetItem(i, change(sites[i])) };
    }

    /// <summary>Begins a swap; nothing else is decided until its answer is known.</summary>
    public void Swap(AuthorityRecord next, string why)
    {
        State = State with { Swap = new(next, Now, why) };
        Send(next);
    }

    /// <summary>Sends a swap, with the report of the promotion that it decides.</summary>
    public void Send(AuthorityRecord next) => Emit(new SwapAuthority(next, State.Report is { } report && report.Epoch == next.Epoch ? report : null));

    /// <summary>Stands by: another detector is active, or this one can not tell.</summary>
    public void StandBy() => State = State with { Role = DetectorRole.Standby, Swap = null, Run = null, ConfirmedAt = SiteView.Never, PromotingSince = null };

    private bool IsNews(string sentence)
    {
        var isNews = State.LastTold != sentence;
        if (isNews)
            State = State with { LastTold = sentence };
        return isNews;
    }
}
