namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>A word of a Corefile.</summary>
/// <param name="Text">Without quotes.</param>
/// <param name="Line">From 1.</param>
/// <param name="StartsLine">Whether it is the first on its line.</param>
/// <param name="Quoted">Whether it stood in quotes, where a brace is only a letter.</param>
public sealed record CorefileWord(string Text, int Line, bool StartsLine, bool Quoted)
{
    /// <summary>Whether it opens a block.</summary>
    public bool Opens => Text == "{" && !Quoted;

    /// <summary>Whether it closes a block.</summary>
    public bool Closes => Text == "}" && !Quoted;
}
