namespace ClusterSetSuite.Lab.MySqlShell.Output;

/// <summary>A JSON object of a result: keys sorted by code point, as in all of the shell's documents.</summary>
internal sealed class Document : SortedDictionary<string, object?>, IReadOnlyDictionary<string, object?>
{
    public Document()
        : base(StringComparer.Ordinal)
    {
    }

    IEnumerable<string> IReadOnlyDictionary<string, object?>.Keys => Keys;

    IEnumerable<object?> IReadOnlyDictionary<string, object?>.Values => Values;
}
