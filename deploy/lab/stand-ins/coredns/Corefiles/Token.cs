namespace ClusterSetSuite.Lab.CoreDns.Corefiles;

/// <summary>A word of a Corefile.</summary>
/// <param name="Text">Its text, without quotes.</param>
/// <param name="Line">Where it starts, from 1.</param>
/// <param name="Breaks">Line breaks inside it (a quoted text).</param>
public sealed record Token(string Text, int Line, int Breaks = 0);
