using System.Globalization;

namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>Counts transactions of a GTID set, to choose the member that has most.</summary>
public static class GtidSets
{
    /// <summary>Number of transactions in a set such as `uuid:1-6:9:tag:1-152`.</summary>
    public static long Count(string set) => set.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .SelectMany(part => part.Split(':').Skip(1))
        .Sum(Interval);

    private static long Interval(string text)
    {
        var ends = text.Split('-');
        return long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? (ends.Length == 1 ? first : long.Parse(ends[1], CultureInfo.InvariantCulture)) - first + 1
            : 0;
    }
}
