using System.Globalization;

namespace ClusterSetSuite.Contracts.Gtids;

/// <summary>Transaction numbers of one source, both ends included.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
internal readonly record struct GtidInterval(long From, long To)
{
    /// <summary>How many.</summary>
    public long Count => To - From + 1;

    /// <summary>Each number.</summary>
    public IEnumerable<long> Numbers()
    {
        for (var number = From; number <= To; number++)
            yield return number;
    }

    /// <summary>Reads <c>7</c> or <c>7-9</c>.</summary>
    public static GtidInterval Parse(string text)
    {
        var ends = text.Split('-');
        if (ends.Length > 2 || !long.TryParse(ends[0], CultureInfo.InvariantCulture, out var from) || !long.TryParse(ends[^1], CultureInfo.InvariantCulture, out var to) || from < 1 || to < from)
            throw new FormatException($"'{text}' is not an interval of transaction numbers");
        return new(from, to);
    }

    /// <summary>In order, and those that touch made one.</summary>
    public static List<GtidInterval> Merge(IEnumerable<GtidInterval> intervals)
    {
        var merged = new List<GtidInterval>();
        foreach (var next in intervals.OrderBy(interval => interval.From))
        {
            if (merged.Count > 0 && next.From <= merged[^1].To + 1)
                merged[^1] = new(merged[^1].From, Math.Max(merged[^1].To, next.To));
            else
                merged.Add(next);
        }

        return merged;
    }

    /// <summary>What is in the first list and not in the second; both merged.</summary>
    public static List<GtidInterval> Except(List<GtidInterval> intervals, List<GtidInterval> without)
    {
        var left = new List<GtidInterval>();
        foreach (var interval in intervals)
        {
            var from = interval.From;
            foreach (var hole in without.Where(hole => hole.To >= interval.From && hole.From <= interval.To))
            {
                if (hole.From > from)
                    left.Add(new(from, hole.From - 1));
                from = Math.Max(from, hole.To + 1);
            }

            if (from <= interval.To)
                left.Add(new(from, interval.To));
        }

        return left;
    }

    /// <inheritdoc/>
    public override string ToString() => From == To
        ? From.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{From}-{To}");
}
