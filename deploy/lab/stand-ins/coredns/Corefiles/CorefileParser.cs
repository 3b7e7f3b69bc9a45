namespace ClusterSetSuite.Lab.CoreDns.Corefiles;

/// <summary>Reads a Corefile by the rules of the real parser (Caddyfile version 1), with the same leniency: a missing <c>{</c> on the last block, a stray <c>}</c> at the end and an empty file pass.</summary>
/// <param name="file">The path, for messages.</param>
/// <param name="tokens">The words.</param>
/// <param name="known">The plugins that may be named, or null to take any name (as the check before a reload does).</param>
public sealed class CorefileParser(string file, IReadOnlyList<Token> tokens, IReadOnlySet<string>? known)
{
    private int _cursor = -1;

    private string Word => _cursor >= 0 && _cursor < tokens.Count ? tokens[_cursor].Text : "";

    private int Line => _cursor >= 0 && _cursor < tokens.Count ? tokens[_cursor].Line : 0;

    private bool IsNewLine => _cursor < 1 || (_cursor < tokens.Count && tokens[_cursor - 1].Line + tokens[_cursor - 1].Breaks < tokens[_cursor].Line);

    /// <summary>All server blocks.</summary>
    /// <exception cref="CorefileException">The text is refused.</exception>
    public static IReadOnlyList<ServerBlock> Parse(string file, string text, IReadOnlySet<string>? known) =>
        [.. new CorefileParser(file, Lexer.Split(text), known).Blocks()];

    private IEnumerable<ServerBlock> Blocks()
    {
        while (Next())
        {
            var keys = Keys(out var ended);
            var directives = ended ? [] : Contents();
            if (keys.Count > 0)
                yield return new ServerBlock(keys, directives);
        }
    }

    private List<string> Keys(out bool ended)
    {
        var keys = new List<string>();
        var another = false;
        for (ended = false; ;)
        {
            if (Word == "{")
                return another ? throw Fault($"Expected another address but had '{Word}' - check for extra comma") : keys;
            another = Word.EndsWith(',');
            if (Word.Length > 0)
                keys.Add(another ? Word[..^1] : Word);
            if (!Next())
            {
                ended = true;
                return another ? throw UnexpectedEnd() : keys;
            }

            if (!another && IsNewLine)
                return keys;
        }
    }

    private List<Directive> Contents()
    {
        var braced = Word == "{";
        if (!braced)
            _cursor--;
        var directives = new List<Directive>();
        while (Next() && Word != "}")
            directives.Add(OneDirective());
        return !braced || Word == "}" ? directives : throw new CorefileException($"{file}:{Line} - Syntax error: Unexpected token '{Word}', expecting '}}'");
    }

    private Directive OneDirective()
    {
        if (known?.Contains(Word) == false)
            throw Fault($"Unknown directive '{Word}'");
        var words = new List<Token> { tokens[_cursor] };
        var nesting = 0;
        while (Next())
        {
            if (Word == "{")
                nesting++;
            else if (IsNewLine && nesting == 0)
            {
                _cursor--;
                break;
            }
            else if (Word == "}" && nesting-- == 0)
                throw Fault("Unexpected '}' because no matching opening brace");
            words.Add(tokens[_cursor]);
        }

        return nesting > 0 ? throw UnexpectedEnd() : new Directive(file, words);
    }

    private bool Next()
    {
        if (_cursor >= tokens.Count - 1)
        {
            // The real one stays on the last word at the end of the file.
            return false;
        }

        _cursor++;
        return true;
    }

    private CorefileException Fault(string message) => new($"{file}:{Line} - Error during parsing: {message}");

    private CorefileException UnexpectedEnd() => Fault("Unexpected EOF");
}
