using System.Globalization;
using System.Security.Cryptography;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>The internal accounts that servers use among each other; nobody but the servers ever knows their passwords.</summary>
internal static class Accounts
{
    public static string Recovery(Server member) => string.Create(CultureInfo.InvariantCulture, $"mysql_innodb_cluster_{member.Id}");

    public static string Replication(Server member) => string.Create(CultureInfo.InvariantCulture, $"mysql_innodb_cs_{member.Id:x}");

    /// <summary>Creates the account of a member's distributed recovery on the primary; returns its password.</summary>
    public static Task<string> CreateRecovery(Server primary, string user, CancellationToken ct) =>
        Create(primary, user, ["GRANT REPLICATION SLAVE ON *.* TO ", "GRANT CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.* TO "], ct);

    /// <summary>Creates the account of a cluster's channel from the primary cluster; returns its password.</summary>
    public static Task<string> CreateReplication(Server primary, string user, CancellationToken ct) =>
        Create(primary, user, ["GRANT REPLICATION SLAVE ON *.* TO ", "GRANT BACKUP_ADMIN ON *.* TO ", "GRANT SELECT ON performance_schema.* TO "], ct);

    public static async Task<string> ResetPassword(Server primary, string user, CancellationToken ct)
    {
        var password = NewPassword();
        await primary.Execute($"ALTER USER {Sql.Account(user)} IDENTIFIED BY {Sql.Quote(password)}", ct);
        return password;
    }

    public static Task Drop(Server primary, string user, CancellationToken ct) => primary.Execute($"DROP USER IF EXISTS {Sql.Account(user)}", ct);

    /// <summary>All internal accounts that a server knows.</summary>
    public static async Task<List<string>> Internal(Server server, CancellationToken ct) =>
    [
        .. (await server.Query(@"SELECT user FROM mysql.user WHERE user LIKE 'mysql\_innodb\_cluster\_%' OR user LIKE 'mysql\_innodb\_cs\_%'", ct)).Select(row => row.Required("user")),
    ];

    /// <summary>Puts the members' accounts on a server that is about to join: with the MYSQL communication stack members log in to each other before any data flows.</summary>
    public static Task Copy(Server from, Server to, CancellationToken ct) => to.Writable(() => to.Locally(async () =>
    {
        await from.Execute("SET SESSION print_identified_with_as_hex = 1", ct);
        foreach (var user in (await Internal(from, ct)).Where(user => user.StartsWith("mysql_innodb_cluster_", StringComparison.Ordinal)))
        {
            var create = await from.Text($"SHOW CREATE USER {Sql.Account(user)}", ct);
            await Drop(to, user, ct);
            await to.Execute(create!, ct);
            foreach (var grant in await from.Query($"SHOW GRANTS FOR {Sql.Account(user)}", ct))
                await to.Execute(grant.Required($"Grants for {user}@%"), ct);
        }
    }, ct), ct);

    // Always "if exists": a joining member may replay these on accounts that were copied to it already.
    private static async Task<string> Create(Server primary, string user, string[] grants, CancellationToken ct)
    {
        var password = NewPassword();
        await Drop(primary, user, ct);
        await primary.Execute($"CREATE USER IF NOT EXISTS {Sql.Account(user)} IDENTIFIED BY {Sql.Quote(password)} PASSWORD EXPIRE NEVER", ct);
        foreach (var grant in grants)
            await primary.Execute(grant + Sql.Account(user), ct);
        return password;
    }

    private static string NewPassword() => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 26) + "aA9;";
}
