namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>Reads a Corefile strictly: also what CoreDNS takes silently (a missing <c>{</c>, a stray <c>}</c>, an empty file) is a fault here.</summary>
/// <param name="words">The text's words.</param>
/// <param name="extraPlugins">Plugins of an own build of CoreDNS.</param>
public sealed class CorefileReader(IReadOnlyList<CorefileWord> words, IReadOnlyCollection<string> extraPlugins)
{
    /// <summary>The limit of plugin <c>forward</c>: more are a start-up error.</summary>
    public const int MostUpstreams = 15;

    private readonly List<CorefileFault> _faults = [];
    private readonly List<CorefileBlock> _blocks = [];
    private readonly List<string> _imports = [];
    private int _at;

    /// <summary>Reads a text.</summary>
    public static Corefile Read(string text, IReadOnlyCollection<string> extraPlugins) => new CorefileReader(CorefileWords.Of(text), extraPlugins).Read();

    private Corefile Read()
    {
        while (_at < words.Count)
            OneBlock();
        if (_blocks.Count == 0 && _faults.Count == 0 && _imports.Count == 0)
            Fault(1, "there is no server block: CoreDNS would serve nothing", "put the Corefile back (kubectl -n kube-system get configmap coredns)");
        foreach (var twice in _blocks.SelectMany(block => block.Keys.Select(key => (key, block.Line))).GroupBy(served => served.key).Where(same => same.Count() > 1))
            Fault(twice.Last().Line, $"{twice.Key.Zone}:{twice.Key.Port} is served by two blocks (the other is in line {twice.First().Line}): CoreDNS does not start on this", "remove one of the two blocks");
        return new Corefile(_blocks, _faults) { Imports = _imports };
    }

    private void OneBlock()
    {
        var first = words[_at];
        if (first.Closes)
        {
            _at++;
            Fault(first.Line, "a '}' that closes nothing", "remove the '}', or put the missing '{' before it");
            return;
        }

        if (first.Text == "import")
        {
            Directive();
            return;
        }

        var keys = new List<CorefileWord>();
        while (_at < words.Count && !words[_at].Opens && (keys.Count == 0 || !words[_at].StartsLine || keys[^1].Text.EndsWith(',')))
            keys.Add(words[_at++]);
        var braced = _at < words.Count && words[_at].Opens && (keys.Count == 0 || !words[_at].StartsLine);
        if (keys.Count == 0 || !braced)
            Fault(first.Line, $"a server block without {(keys.Count == 0 ? "a zone" : "'{'")}: '{first.Text}'", "write the block as 'zone:port {' on one line");
        if (braced)
            _at++;
        Contents(first, keys);
    }

    private void Contents(CorefileWord first, List<CorefileWord> keys)
    {
        var directives = new List<IReadOnlyList<string>>();
        while (_at < words.Count && !words[_at].Closes)
            directives.Add(Directive());
        if (_at < words.Count)
        {
            if (!words[_at].StartsLine)
                Fault(words[_at].Line, "a '}' that does not stand on a line of its own", "put the '}' on a line of its own");
            _at++;
        }
        else
            Fault(first.Line, $"the block '{first.Text}' is never closed", "put the missing '}' at its end");
        var isSnippet = keys is [{ Text: ['(', .., ')'] }];
        if (!isSnippet)
            _blocks.Add(new CorefileBlock(first.Line, Keys(keys), directives));
    }

    private List<ZoneKey> Keys(List<CorefileWord> words)
    {
        var keys = new List<ZoneKey>();
        foreach (var word in words)
        {
            var text = word.Text.TrimEnd(',');
            if (text.Contains('{', StringComparison.Ordinal) && !text.Contains("{$", StringComparison.Ordinal) && !text.Contains("{%", StringComparison.Ordinal))
                Fault(word.Line, $"'{word.Text}': no space before '{{'", "put a space before the '{'");
            else if (ZoneKey.Read(text) is { } key)
                keys.Add(key);
            else if (!text.Contains("://", StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal))
                Fault(word.Line, $"'{word.Text}' is not a zone and a port", "write zone:port, for example example.org:53");
        }

        return keys;
    }

    private List<string> Directive()
    {
        var name = words[_at++];
        var arguments = new List<string> { name.Text };
        var nesting = 0;
        if (!CorefilePlugins.Released.Contains(name.Text) && !extraPlugins.Contains(name.Text))
            Fault(name.Line, $"Unknown directive '{name.Text}'", $"correct or remove it; if your CoreDNS is built with a plugin {name.Text}, name it in Dns:ExtraPlugins");
        for (; _at < words.Count && (nesting > 0 || !words[_at].StartsLine); _at++)
        {
            if (words[_at].Opens)
                nesting++;
            else if (words[_at].Closes && nesting-- == 0)
            {
                Fault(words[_at].Line, "a '}' that closes nothing", "put the '}' on a line of its own, or remove it");
                nesting = 0;
            }
            else if (nesting == 0)
                arguments.Add(words[_at].Text);
        }

        if (nesting > 0)
            Fault(name.Line, $"the braces of '{name.Text}' are never closed", "put the missing '}' at its end");
        Arguments(name, arguments);
        return arguments;
    }

    private void Arguments(CorefileWord name, List<string> arguments)
    {
        if (name.Text == "import")
            _imports.AddRange(arguments.Skip(1));
        if (name.Text == "forward" && arguments.Count < 3)
            Fault(name.Line, "'forward' needs a zone and at least one upstream", "write 'forward . address:port'");
        if (name.Text == "forward" && arguments.Count - 2 > MostUpstreams)
            Fault(name.Line, $"'forward' has {arguments.Count - 2} upstreams; more than {MostUpstreams} are a start-up error", $"leave at most {MostUpstreams}");
    }

    private void Fault(int line, string problem, string advice) => _faults.Add(new CorefileFault(line, problem, advice));
}
