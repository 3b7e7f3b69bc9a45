using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using ClusterSetSuite.Failover.Letters;

namespace ClusterSetSuite.Failover.Gtids;

/// <summary>A set of global transaction ids, tags included. Immutable; compares by value.</summary>
[JsonConverter(typeof(GtidSetJson))]
public sealed class GtidSet : IEquatable<GtidSet>
{
    /// <summary>No transaction.</summary>
    public static readonly GtidSet Empty = new([], []);

    private readonly GtidSource[] _sources;
    private readonly GtidInterval[][] _intervals;

    private GtidSet(GtidSource[] sources, GtidInterval[][] intervals) => (_sources, _intervals) = (sources, intervals);

    /// <summary>Whether there is no transaction in it.</summary>
    public bool IsEmpty => _sources.Length == 0;

    /// <summary>How many transactions.</summary>
    public long Count => _intervals.Sum(intervals => intervals.Sum(interval => interval.Count));

    /// <summary>The set of these intervals, in any order; they may overlap.</summary>
    public static GtidSet Of(params IEnumerable<(GtidSource Source, GtidInterval Interval)> parts)
    {
        var groups = parts.Where(part => part.Interval.Count > 0).GroupBy(part => part.Source, part => part.Interval).OrderBy(group => group.Key).ToArray();
        return groups.Length == 0 ? Empty : new([.. groups.Select(group => group.Key)], [.. groups.Select(GtidIntervals.Normalize)]);
    }

    /// <summary>Reads MySQL's text form, line breaks and blanks included.</summary>
    /// <exception cref="FormatException">The text is no GTID set; the message says where.</exception>
    public static GtidSet Parse(string text) =>
        TryParse(text, out var set, out var fault) ? set : throw new FormatException($"not a GTID set: {fault}");

    /// <summary>Reads MySQL's text form, or says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out GtidSet? set, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        set = GtidParser.TryParse(text, out var parts, out fault) ? Of(parts.SelectMany(part => part.Value.Select(interval => (part.Key, interval)))) : null;
        return set is not null;
    }

    /// <summary>Whether every transaction of the other set is in this one (<c>GTID_SUBSET(other, this)</c>).</summary>
    public bool Contains(GtidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < other._sources.Length; i++)
            if (!GtidIntervals.Contains(IntervalsOf(other._sources[i]), other._intervals[i]))
                return false;
        return true;
    }

    /// <summary>The transactions of either set.</summary>
    public GtidSet Union(GtidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Contains(other) ? this : other.Contains(this) ? other : Of(Parts().Concat(other.Parts()));
    }

    /// <summary>The transactions of this set that are not in the other (<c>GTID_SUBTRACT(this, other)</c>).</summary>
    public GtidSet Subtract(GtidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Contains(this) ? Empty : Of(_sources.Zip(_intervals).SelectMany(part =>
            GtidIntervals.Subtract(part.Second, other.IntervalsOf(part.First)).Select(interval => (part.First, interval))));
    }

    /// <inheritdoc/>
    public bool Equals(GtidSet? other) => other is not null && (ReferenceEquals(this, other) || (Contains(other) && other.Contains(this)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GtidSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (source, interval) in Parts())
            hash.Add((source, interval));
        return hash.ToHashCode();
    }

    /// <summary>The set as MySQL writes it: each UUID once, its untagged intervals first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _sources.Length; i++)
        {
            var (uuid, tag) = _sources[i];
            if (i == 0 || _sources[i - 1].Uuid != uuid)
                text.Append(i == 0 ? "" : ",").Append(uuid);
            if (tag.Length > 0)
                text.Append(':').Append(tag);
            foreach (var interval in _intervals[i])
                text.Append(':').Append(interval);
        }

        return text.ToString();
    }

    private GtidInterval[] IntervalsOf(GtidSource source)
    {
        var at = Array.BinarySearch(_sources, source);
        return at < 0 ? [] : _intervals[at];
    }

    private IEnumerable<(GtidSource Source, GtidInterval Interval)> Parts() =>
        _sources.Zip(_intervals).SelectMany(part => part.Second.Select(interval => (part.First, interval)));
}
