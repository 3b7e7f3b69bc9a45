using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ClusterSetSuite.Failover.Gtids;

/// <summary>
/// Reads MySQL's text form: <c>uuid[:tag]:interval[:interval]...[:tag:interval...][,uuid...]</c>, as in <c>3e11fa47-71ca-11e1-9e33-c80aa9429562:1-6:9:mysqlsh:1-152</c>.
/// See the MySQL 9 reference manual, "GTID Format and Storage".
/// </summary>
internal static class GtidParser
{
    private const int MaxTagLength = 32;

    /// <summary>Reads a set, or says what is wrong with the text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SortedDictionary<GtidSource, List<GtidInterval>>? parts, out string fault)
    {
        parts = [];
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (!TryReadEntry(entry, parts, out fault))
            {
                parts = null;
                return false;
            }

        fault = "";
        return true;
    }

    private static bool TryReadEntry(string entry, SortedDictionary<GtidSource, List<GtidInterval>> parts, out string fault)
    {
        var words = entry.Split(':', StringSplitOptions.TrimEntries);
        if (!Guid.TryParseExact(words[0], "D", out var uuid))
        {
            fault = $"'{words[0]}' is not a UUID";
            return false;
        }

        var (tag, isEmpty) = ("", true);
        foreach (var word in words.Skip(1))
            if (TryReadInterval(word, out var interval))
            {
                Intervals(parts, new(uuid, tag)).Add(interval);
                isEmpty = false;
            }
            else if (IsTag(word))
                (tag, isEmpty) = (word.ToLowerInvariant(), true);
            else
            {
                fault = $"'{word}' is neither an interval like 1-7 nor a tag";
                return false;
            }

        fault = isEmpty ? $"'{entry}' ends without an interval" : "";
        return !isEmpty;
    }

    private static bool TryReadInterval(string word, out GtidInterval interval)
    {
        interval = default;
        var dash = word.IndexOf('-', StringComparison.Ordinal);
        var first = dash < 0 ? word : word[..dash];
        var last = dash < 0 ? word : word[(dash + 1)..];
        if (!TryReadNumber(first, out var from) || !TryReadNumber(last, out var to) || to < from)
            return false;
        interval = new(from, to);
        return true;
    }

    private static bool TryReadNumber(string word, out long number) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and < long.MaxValue;

    private static bool IsTag(string word) =>
        word.Length is > 0 and <= MaxTagLength && (char.IsAsciiLetter(word[0]) || word[0] == '_') && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static List<GtidInterval> Intervals(SortedDictionary<GtidSource, List<GtidInterval>> parts, GtidSource source)
    {
        if (!parts.TryGetValue(source, out var list))
            parts[source] = list = [];
        return list;
    }
}
