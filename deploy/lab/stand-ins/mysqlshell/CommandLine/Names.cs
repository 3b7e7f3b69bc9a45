namespace ClusterSetSuite.Lab.MySqlShell.CommandLine;

/// <summary>Names of operations and options: <c>create-cluster</c> and <c>createCluster</c> are the same.</summary>
internal static class Names
{
    public static string Camel(string name)
    {
        var parts = name.Split('-', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? name : parts[0] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
    }

    public static string Kebab(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));
}
