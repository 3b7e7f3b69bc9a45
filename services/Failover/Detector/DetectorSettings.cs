using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Failover.Detector;

/// <summary>What the spec and the options say to a detector.</summary>
public sealed record DetectorSettings
{
    /// <summary>This Coordinator replica.</summary>
    public required string Detector { get; init; }

    /// <summary>The ClusterSet.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>Every site of the ClusterSet, in the spec's order.</summary>
    public required SiteSet Sites { get; init; }

    /// <summary>How much happens without a person.</summary>
    public FailoverMode Mode { get; init; } = FailoverMode.Observe;

    /// <summary>The estimated loss above which a person is asked.</summary>
    public TimeSpan MaxDataLoss { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Site names, most wanted first; the others follow by name.</summary>
    public IReadOnlyList<string> Preference { get; init; } = [];

    /// <summary>The time spans, with <see cref="FailoverTimers.FailoverDelay"/> taken from the spec.</summary>
    public FailoverTimers Timers { get; init; } = new();

    /// <summary>Whether guards are to fence.</summary>
    public bool Enforced => Mode is FailoverMode.Recommend or FailoverMode.Automatic;

    /// <summary>The place of a site in the order of preference; small is wanted more.</summary>
    public int RankOf(string site)
    {
        for (var i = 0; i < Preference.Count; i++)
            if (Preference[i] == site)
                return i;
        return Preference.Count;
    }
}
