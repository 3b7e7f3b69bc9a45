using System.Globalization;
using ClusterSetSuite.Simulation.Scenarios;

namespace ClusterSetSuite.Simulation;

/// <summary>Adds outcomes up.</summary>
internal sealed class Total
{
    private readonly SortedDictionary<string, int> _themes = [];
    private double _seconds;
    private long _events;
    private int _seeds;
    private int _forces;
    private int _switches;
    private int _automatic;

    public int Broken { get; private set; }

    public void Add(Outcome outcome)
    {
        _seeds++;
        (_seconds, _events) = (_seconds + outcome.Seconds, _events + outcome.Events);
        (_forces, _switches, _automatic) = (_forces + outcome.Forces, _switches + outcome.Switches, _automatic + outcome.Automatic);
        Broken += outcome.Broken is null ? 0 : 1;
        if (outcome.Broken is not null)
            _themes[outcome.Theme] = _themes.GetValueOrDefault(outcome.Theme) + 1;
    }

    public string Words(TimeSpan took) => string.Create(CultureInfo.InvariantCulture,
        $"{_seeds} seeds, {Broken} broken{(_themes.Count == 0 ? "" : $" ({string.Join(", ", _themes.Select(theme => $"{theme.Key} {theme.Value}"))})")}; {_seconds / 3600:0.0} h of the world, {_events} events, {_forces} failovers ({_automatic} decided without a person), {_switches} switchovers; {took.TotalSeconds:0.0} s, {_seeds / took.TotalSeconds:0} seeds a second");
}
