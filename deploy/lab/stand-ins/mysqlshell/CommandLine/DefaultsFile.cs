namespace ClusterSetSuite.Lab.MySqlShell.CommandLine;

/// <summary>The option file of <c>--defaults-extra-file</c>: groups [client] and [mysqlsh]; values may be quoted.</summary>
internal static class DefaultsFile
{
    public static string? Password(string path)
    {
        string? password = null;
        var ours = false;
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                ours = line is "[client]" or "[mysqlsh]";
            }
            else if (ours && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && line[..equals].Trim() == "password")
            {
                password = Unquote(line[(equals + 1)..].Trim());
            }
        }

        return password;
    }

    private static string Unquote(string value) =>
        value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1].Replace("\\\\", "\\", StringComparison.Ordinal) : value;
}
