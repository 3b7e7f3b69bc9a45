using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>Refuses documents that no spec looks like before a tree is made of them: a deep one would end the process, and one whose parts name each other could grow without end.</summary>
internal static class SpecShape
{
    private const int MaxDepth = 16; // a spec is four levels deep

    /// <summary>What is wrong, or null; throws <see cref="YamlException"/> for what is no YAML.</summary>
    public static string? Fault(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
                return $"line {parser.Current.Start.Line} is nested deeper than a spec ever is ({MaxDepth} levels); see deploy/examples/mycs.yaml for a complete spec";
            if (parser.Current is AnchorAlias alias)
                return $"line {alias.Start.Line} names another part of the document (*{alias.Value}); write the value out";
        }

        return null;
    }
}
