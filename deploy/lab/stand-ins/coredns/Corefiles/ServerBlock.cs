namespace ClusterSetSuite.Lab.CoreDns.Corefiles;

/// <summary>A server block: the zones that it serves and the plugins that serve them.</summary>
/// <param name="Keys">For example <c>.:53</c>.</param>
/// <param name="Directives">Its plugins in the order of the file.</param>
public sealed record ServerBlock(IReadOnlyList<string> Keys, IReadOnlyList<Directive> Directives);
