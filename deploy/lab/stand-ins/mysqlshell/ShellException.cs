using System.Globalization;

namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary>An operation ends with exit code 1 and this message on its error line.</summary>
internal class ShellException(string message, int code = 0, Exception? inner = null)
    : Exception(code == 0 ? message : string.Create(CultureInfo.InvariantCulture, $"MYSQLSH {code}: {message}"), inner)
{
    /// <summary>The MYSQLSH code; 0 when the message has none.</summary>
    public int Code => code;

    public static ShellException Runtime(string message) => new($"RuntimeError: {message}");
}
