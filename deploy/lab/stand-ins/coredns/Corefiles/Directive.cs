namespace ClusterSetSuite.Lab.CoreDns.Corefiles;

/// <summary>One plugin's words in a server block.</summary>
/// <param name="File">The Corefile's path, for messages.</param>
/// <param name="Tokens">The plugin's name and all that belongs to it.</param>
public sealed record Directive(string File, IReadOnlyList<Token> Tokens)
{
    /// <summary>The plugin's name.</summary>
    public string Name => Tokens[0].Text;

    /// <summary>The words behind the name, up to the brace or the end of the line.</summary>
    public IReadOnlyList<string> Arguments => [.. Tokens.Skip(1).TakeWhile(t => t.Text != "{").Select(t => t.Text)];

    /// <summary>The first of them, or null.</summary>
    public string? Argument => Arguments is [var first, ..] ? first : null;

    /// <summary>The lines between the braces: each a property and its values.</summary>
    public IReadOnlyList<IReadOnlyList<Token>> Properties =>
    [
        .. Tokens.SkipWhile(t => t.Text != "{").Skip(1).Where(t => t.Text != "}")
            .GroupBy(t => t.Line).Select(line => (IReadOnlyList<Token>)[.. line]),
    ];

    /// <summary>An error of this plugin at a line, worded as the real one's.</summary>
    public CorefileException Error(Token at, string message) =>
        new($"plugin/{Name}: {File}:{at.Line} - Error during parsing: {message}");
}
