namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>Text put into statements that take no parameters (DDL and replication commands).</summary>
internal static class Sql
{
    public static string Quote(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Account(string user, string host = "%") => $"{Quote(user)}@{Quote(host)}";
}
