namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>A server block.</summary>
/// <param name="Line">Where it starts.</param>
/// <param name="Keys">What it serves over plain DNS.</param>
/// <param name="Directives">Each plugin's words on its first line, its name first.</param>
public sealed record CorefileBlock(int Line, IReadOnlyList<ZoneKey> Keys, IReadOnlyList<IReadOnlyList<string>> Directives)
{
    /// <summary>Whether it uses a plugin.</summary>
    public bool Has(string plugin) => Directives.Any(directive => directive[0] == plugin);
}
