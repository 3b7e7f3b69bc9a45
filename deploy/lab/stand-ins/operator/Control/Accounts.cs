using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Objects;
using MySqlConnector;

namespace ClusterSetSuite.Lab.Operator.Control;

/// <summary>The accounts of routers and backups, from their Secrets.</summary>
public sealed class Accounts(ContextReader reader, Group group)
{
    private const string BackupGrants = "BACKUP_ADMIN, RELOAD, PROCESS, REPLICATION CLIENT, SELECT, EVENT, TRIGGER, LOCK TABLES, SHOW VIEW";

    /// <summary>Makes both on the primary, or gives them the Secrets' passwords where they are there.</summary>
    public async Task Make(ClusterContext cluster, PodView primary, CancellationToken cancellationToken)
    {
        var router = await Read(cluster, "router", cancellationToken);
        var backup = await Read(cluster, "backup", cancellationToken);
        await using var connection = await MemberProbe.Connect(primary, cluster.RequiredAdmin, cancellationToken);
        await group.SetupRouterAccount(cluster, primary, router.User, Passwords.Next(), await Exists(connection, router.User, cancellationToken), cancellationToken);
        await Sql(connection, $"ALTER USER {Name(router)} IDENTIFIED BY {Quote(router.Password)}", cancellationToken);
        await Sql(connection, $"CREATE USER IF NOT EXISTS {Name(backup)}", cancellationToken);
        await Sql(connection, $"ALTER USER {Name(backup)} IDENTIFIED BY {Quote(backup.Password)}", cancellationToken);
        await Sql(connection, $"GRANT {BackupGrants} ON *.* TO {Name(backup)}", cancellationToken);
    }

    private async Task<Account> Read(ClusterContext cluster, string kind, CancellationToken cancellationToken) =>
        await reader.Account(cluster.Spec, kind, kind, cancellationToken)
        ?? throw new TryLaterException($"Secret {cluster.Spec.Name}-{kind} is missing or has no {kind}Username and {kind}Password", TimeSpan.FromSeconds(5));

    private static async Task<bool> Exists(MySqlConnection connection, string user, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SELECT COUNT(*) FROM mysql.user WHERE user = @user AND host = '%'", connection);
        command.Parameters.AddWithValue("@user", user);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }

    private static async Task Sql(MySqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Name(Account account) => $"{Quote(account.User)}@'%'";

    private static string Quote(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
