using System.Globalization;

namespace ClusterSetSuite.Lab.Cilium;

/// <summary>Arguments of the form <c>--name=value</c> or <c>--name</c>.</summary>
public sealed class Arguments(IEnumerable<string> args)
{
    private readonly Dictionary<string, string> _values = args
        .Where(arg => arg.StartsWith("--", StringComparison.Ordinal))
        .Select(arg => arg[2..].Split('=', 2))
        .ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "true");

    /// <summary>A value that must be given.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public string this[string name] => _values.TryGetValue(name, out var value) ? value : throw new ArgumentException($"--{name} is missing");

    /// <summary>A number that must be given.</summary>
    public int Number(string name) => int.Parse(this[name], CultureInfo.InvariantCulture);
}
