using System.Text;

namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>Splits a Corefile into words: white space separates, quotes hold together, <c>#</c> starts a comment.</summary>
public static class CorefileWords
{
    /// <summary>All words; a quote that is never closed takes the rest of the file as one word, as in CoreDNS.</summary>
    public static IReadOnlyList<CorefileWord> Of(string text)
    {
        var words = new List<CorefileWord>();
        int line = 1, lastLine = 0;
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '#')
                at = End(text, at, c => c == '\n');
            else if (char.IsWhiteSpace(text[at]))
                line += text[at++] == '\n' ? 1 : 0;
            else
            {
                var quoted = text[at] == '"';
                var start = line;
                var word = quoted ? Quoted(text, ref at, ref line) : Plain(text, ref at);
                words.Add(new CorefileWord(word, start, start != lastLine, quoted));
                lastLine = line;
            }
        }

        return words;
    }

    private static string Plain(string text, ref int at)
    {
        var end = End(text, at, c => char.IsWhiteSpace(c) || c == '#');
        var word = text[at..end];
        at = end;
        return word;
    }

    private static string Quoted(string text, ref int at, ref int line)
    {
        var word = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '"')
                at++;
            line += text[at] == '\n' ? 1 : 0;
            word.Append(text[at]);
        }

        at = Math.Min(at + 1, text.Length);
        return word.ToString();
    }

    private static int End(string text, int at, Func<char, bool> ends)
    {
        while (at < text.Length && !ends(text[at]))
            at++;
        return at;
    }
}
