using System.Text;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>The account that mysqlsh logs in with.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">Never in an argument, a log or a message.</param>
public sealed record ShellLogin(string User, string Password)
{
    /// <summary>The content of the option file that carries the password: quoted, with MySQL's escapes for option files.</summary>
    public byte[] OptionFile() =>
        Encoding.UTF8.GetBytes($"[client]\npassword=\"{Password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n");

    /// <summary>Without the password.</summary>
    public override string ToString() => User;
}
