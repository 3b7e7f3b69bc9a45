using System.Globalization;

namespace ClusterSetSuite.Contracts.Gtids;

/// <summary>A set of MySQL transactions as servers write it, tags included: <c>uuid:1-6:10:mysqlsh:1-152</c>.</summary>
public sealed class GtidSet
{
    private readonly SortedDictionary<string, List<GtidInterval>> _byName;

    private GtidSet(SortedDictionary<string, List<GtidInterval>> byName) => _byName = byName;

    /// <summary>No transaction.</summary>
    public static GtidSet Empty { get; } = new([]);

    /// <summary>Whether it holds no transaction.</summary>
    public bool IsEmpty => _byName.Count == 0;

    /// <summary>How many transactions it holds.</summary>
    public long Count => _byName.Values.Sum(intervals => intervals.Sum(interval => interval.Count));

    /// <summary>Reads a set as a server writes it; line breaks between the parts do not matter.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static GtidSet Parse(string text)
    {
        var byName = new SortedDictionary<string, List<GtidInterval>>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = part.Split(':', StringSplitOptions.TrimEntries);
            var name = words[0].ToLowerInvariant();
            if (!Guid.TryParseExact(name, "D", out _))
                throw new FormatException($"'{part}' does not begin with a UUID");
            var key = name;
            foreach (var word in words.Skip(1))
            {
                if (word.Length > 0 && char.IsAsciiDigit(word[0]))
                    Add(byName, key, GtidInterval.Parse(word));
                else
                    key = $"{name}:{word.ToLowerInvariant()}";
            }
        }

        return Of(byName);
    }

    /// <summary>The transactions of this set that the other has not.</summary>
    public GtidSet Except(GtidSet other)
    {
        var left = new SortedDictionary<string, List<GtidInterval>>(StringComparer.Ordinal);
        foreach (var (name, mine) in _byName)
        {
            var rest = other._byName.TryGetValue(name, out var theirs) ? GtidInterval.Except(mine, theirs) : mine;
            if (rest.Count > 0)
                left[name] = rest;
        }

        return new(left);
    }

    /// <summary>The transactions of some sources.</summary>
    /// <param name="isOne">Whether a source is one of them: a UUID in lower case, with <c>:tag</c> where its transactions carry one.</param>
    public GtidSet From(Func<string, bool> isOne) => new(new(_byName.Where(entry => isOne(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value), StringComparer.Ordinal));

    /// <summary>The highest number of a source; 0 where the set has none of it.</summary>
    /// <param name="source">A UUID in lower case, with <c>:tag</c> for transactions that carry one.</param>
    public long Last(string source) => _byName.TryGetValue(source, out var intervals) ? intervals[^1].To : 0;

    /// <summary>Each transaction by itself, as <c>uuid:7</c> or <c>uuid:tag:7</c>.</summary>
    public IEnumerable<string> Each() => _byName.SelectMany(entry => entry.Value.SelectMany(interval => interval.Numbers()).Select(number => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}:{number}")));

    /// <summary>Whether the other holds every transaction of this set.</summary>
    public bool IsSubsetOf(GtidSet other) => Except(other).IsEmpty;

    /// <summary>As a server writes it, on one line.</summary>
    public override string ToString() => string.Join(
        ',', _byName.GroupBy(entry => entry.Key.Split(':')[0]).Select(group => $"{group.Key}:{string.Join(':', group.Select(entry => Words(entry.Key, entry.Value)))}"));

    private static string Words(string name, List<GtidInterval> intervals)
    {
        var tag = name.Contains(':', StringComparison.Ordinal) ? $"{name.Split(':')[1]}:" : "";
        return tag + string.Join(':', intervals);
    }

    private static void Add(SortedDictionary<string, List<GtidInterval>> byName, string name, GtidInterval interval)
    {
        if (!byName.TryGetValue(name, out var intervals))
            byName[name] = intervals = [];
        intervals.Add(interval);
    }

    private static GtidSet Of(SortedDictionary<string, List<GtidInterval>> byName)
    {
        foreach (var name in byName.Keys.ToList())
            byName[name] = GtidInterval.Merge(byName[name]);
        return new(byName);
    }
}
