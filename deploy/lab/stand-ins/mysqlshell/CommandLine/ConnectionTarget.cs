using System.Globalization;

namespace ClusterSetSuite.Lab.MySqlShell.CommandLine;

/// <summary>A server as it is named in arguments: <c>[mysql://][user[:password]@]host[:port][/schema]</c>.</summary>
internal sealed record ConnectionTarget(string? User, string? Password, string Host, int Port)
{
    public string Address => $"{Host}:{Port}";

    public static ConnectionTarget Parse(string text)
    {
        var rest = text.StartsWith("mysql://", StringComparison.Ordinal) ? text["mysql://".Length..] : text;
        string? user = null;
        string? password = null;
        if (rest.LastIndexOf('@') is >= 0 and var at)
        {
            var login = rest[..at];
            rest = rest[(at + 1)..];
            var colon = login.IndexOf(':', StringComparison.Ordinal);
            user = Uri.UnescapeDataString(colon < 0 ? login : login[..colon]);
            password = colon < 0 ? null : Uri.UnescapeDataString(login[(colon + 1)..]);
        }

        if (rest.IndexOfAny(['/', '?']) is >= 0 and var end)
            rest = rest[..end];
        if (rest.LastIndexOf(':') is not (>= 0 and var last))
            return new(user, password, rest, 3306);
        if (!int.TryParse(rest[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
            throw new ShellException($"ArgumentError: Invalid URI: Illegal character [{rest[last]}] found at position {text.LastIndexOf(':')}");
        return new(user, password, rest[..last], port);
    }
}
