using System.Globalization;
using System.Text.Json;

namespace ClusterSetSuite.Lab.MySqlShell.CommandLine;

/// <summary>The shell's options that people have persisted: <c>options.json</c> in <c>$MYSQLSH_USER_CONFIG_HOME</c>, else in <c>~/.mysqlsh</c>; every value is a text, as the real shell writes it.</summary>
internal static class PersistedOptions
{
    /// <summary><c>dba.connectTimeout</c>, in whole seconds: how long AdminAPI tries to connect to a server.</summary>
    public static int ConnectSeconds()
    {
        var home = Environment.GetEnvironmentVariable("MYSQLSH_USER_CONFIG_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".mysqlsh");
        var file = Path.Combine(home, "options.json");
        var text = File.Exists(file) && JsonDocument.Parse(File.ReadAllText(file)).RootElement.TryGetProperty("dba.connectTimeout", out var value) ? value.GetString()! : "5";
        return (int)Math.Ceiling(double.Parse(text, CultureInfo.InvariantCulture));
    }
}
