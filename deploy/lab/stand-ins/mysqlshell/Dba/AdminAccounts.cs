using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Dba;

/// <summary>Accounts for people and tools that administer clusters.</summary>
internal static class AdminAccounts
{
    public static (string User, string Host) Split(string account)
    {
        var at = account.LastIndexOf('@');
        return at < 0 ? (account.Trim('\'', '`'), "%") : (account[..at].Trim('\'', '`'), account[(at + 1)..].Trim('\'', '`'));
    }

    public static async Task Create(Server server, string user, string host, string password, CancellationToken ct)
    {
        var account = Sql.Account(user, host);
        await server.Execute($"CREATE USER IF NOT EXISTS {account} IDENTIFIED BY {Sql.Quote(password)}", ct);
        await server.Execute($"ALTER USER {account} IDENTIFIED BY {Sql.Quote(password)}", ct);
        await server.Execute($"GRANT ALL ON *.* TO {account} WITH GRANT OPTION", ct);
    }
}
