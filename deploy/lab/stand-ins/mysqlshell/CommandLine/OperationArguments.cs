using System.Globalization;

namespace ClusterSetSuite.Lab.MySqlShell.CommandLine;

/// <summary>Positional arguments and options of one operation; option names are camelCase whatever way they were typed.</summary>
internal sealed class OperationArguments(IReadOnlyList<string> positional, IReadOnlyDictionary<string, IReadOnlyList<string>> options)
{
    public OperationArguments(IReadOnlyList<string> positional, List<KeyValuePair<string, string>> options)
        : this(positional, options.GroupBy(o => o.Key).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(o => o.Value)]))
    {
    }

    public int Count => positional.Count;

    public string? Positional(int index) => index < positional.Count ? positional[index] : null;

    public string? Text(string name) => options.TryGetValue(name, out var values) ? values[^1] : null;

    public bool Flag(string name, bool fallback = false) => Text(name) switch
    {
        null => fallback,
        "" or "true" or "1" => true,
        "false" or "0" => false,
        var other => throw new ShellException($"ArgumentError: Argument #{Count + 1}: Option '{name}' Bool expected, but value is String '{other}'"),
    };

    public int? Number(string name) => Text(name) is not { } text
        ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ShellException($"ArgumentError: Argument #{Count + 1}: Option '{name}' Integer expected, but value is String");

    /// <summary>A number that need not be whole, as it was written.</summary>
    public string? Decimal(string name) => Text(name) is not { } text || double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
        ? Text(name)
        : throw new ShellException($"ArgumentError: Argument #{Count + 1}: Option '{name}' Float expected, but value is String");

    /// <summary>Values of a list option: given several times, or once in brackets; a bare value is refused (transcript 149).</summary>
    public IReadOnlyList<string> List(string name)
    {
        if (!options.TryGetValue(name, out var values))
            return [];
        if (values is [var one])
        {
            return one.StartsWith('[') && one.EndsWith(']')
                ? [.. one[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(v => v.Trim('"', '\''))]
                : throw new ShellException($"ArgumentError: Argument #{Count + 1}: The '{name}' option must be a list of strings.");
        }

        return values;
    }

    /// <summary>The first option that is not among the known ones; null when there is none.</summary>
    public string? Unknown(IReadOnlyCollection<string> known) => options.Keys.Except(known).Order(StringComparer.Ordinal).FirstOrDefault();
}
