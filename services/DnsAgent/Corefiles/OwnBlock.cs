namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>Edits the part of a Corefile between own marker comments; every other byte stays as it is.</summary>
public static class OwnBlock
{
    private const string Begin = "# BEGIN clusterset ";
    private const string End = "# END clusterset ";

    // Remembers that the line before had no end, so that taking the block out gives back the very same bytes.
    private const string Joined = " (the line above had no end)";

    /// <summary>The text with the block: in the place of the old one, else at the end.</summary>
    /// <param name="text">The Corefile.</param>
    /// <param name="set">The ClusterSet's name.</param>
    /// <param name="block">Lines that end in a line end; empty takes the block out.</param>
    /// <exception cref="DamagedMarkersException">The markers are not one pair.</exception>
    public static string Put(string text, string set, string block)
    {
        if (block.Length == 0)
            return Remove(text, set);
        if (Find(text, set) is { } own)
            return text[..own.Start] + Marked(set, block, own.Joined) + text[own.End..];
        var joined = text.Length > 0 && text[^1] != '\n';
        return text + (joined ? "\n" : "") + Marked(set, block, joined);
    }

    /// <summary>The text without the block: byte for byte what it was before. Where others wrote behind the block since, their lines stay lines of their own.</summary>
    /// <exception cref="DamagedMarkersException">The markers are not one pair.</exception>
    public static string Remove(string text, string set) =>
        Find(text, set) is { } own ? text[..(own.Start - (own.Joined && own.End == text.Length ? 1 : 0))] + text[own.End..] : text;

    /// <summary>The text without the blocks of any ClusterSet.</summary>
    /// <exception cref="DamagedMarkersException">The markers of one are not one pair.</exception>
    public static string RemoveAll(string text) =>
        text.Split('\n')
            .Where(line => line.StartsWith(Begin, StringComparison.Ordinal))
            .Select(line => line[Begin.Length..].Replace(Joined, "", StringComparison.Ordinal).TrimEnd())
            .Distinct()
            .Aggregate(text, Remove);

    private static string Marked(string set, string block, bool joined) => $"{Begin}{set}{(joined ? Joined : "")}\n{block}{End}{set}\n";

    private static (int Start, int End, bool Joined)? Find(string text, string set)
    {
        (int At, int Next, int Line, bool Joined)? begin = null;
        (int Start, int End, bool Joined)? found = null;
        for (int at = 0, line = 1; at < text.Length; line++)
        {
            var feed = text.IndexOf('\n', at);
            var next = feed < 0 ? text.Length : feed + 1;
            var words = text[at..next].TrimEnd('\r', '\n');
            if (words == Begin + set || words == Begin + set + Joined)
            {
                if (begin is not null || found is not null)
                    throw new DamagedMarkersException(line, words);
                begin = (at, next, line, words.EndsWith(Joined, StringComparison.Ordinal));
            }
            else if (words == End + set)
            {
                if (begin is not { } start)
                    throw new DamagedMarkersException(line, words);
                // With no line left above (somebody cut it) there is no line end of ours to take back.
                (found, begin) = ((start.At, next, start.Joined && start.At > 0), null);
            }

            at = next;
        }

        return begin is { } open ? throw new DamagedMarkersException(open.Line, Begin + set) : found;
    }
}
