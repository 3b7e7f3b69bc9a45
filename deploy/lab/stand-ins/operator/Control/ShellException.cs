namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>mysqlsh ended with an error.</summary>
public sealed class ShellException(string operation, int exitCode, string message) : Exception($"mysqlsh {operation} ended with {exitCode}: {message}")
{
    /// <summary>The number in `MYSQLSH 51500` or of the server's error; null when the tool gave none.</summary>
    public int? Code { get; } = CodeIn(message);

    private static int? CodeIn(string message)
    {
        var at = message.LastIndexOf("MYSQLSH ", StringComparison.Ordinal);
        return at >= 0 && int.TryParse(message.AsSpan(at + 8, Math.Min(5, message.Length - at - 8)), out var code) ? code : null;
    }
}
