using ClusterSetSuite.Lab.MySqlShell.Dba;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>setupRouterAccount name --password=</c>: an account with just the rights that a Router needs.</summary>
internal sealed class SetupRouterAccount : IOperation
{
    private static readonly string[] Grants =
    [
        "SELECT, EXECUTE ON mysql_innodb_cluster_metadata.*",
        "INSERT, UPDATE, DELETE ON mysql_innodb_cluster_metadata.routers",
        "INSERT, UPDATE, DELETE ON mysql_innodb_cluster_metadata.v2_routers",
        "INSERT, UPDATE, DELETE ON mysql_innodb_cluster_metadata.router_stats",
        "UPDATE ON mysql_innodb_cluster_metadata.clusters", // a bootstrap writes its configuration beside the cluster's router options, through the views (seen on Router 9.7.4)
        "UPDATE ON mysql_innodb_cluster_metadata.clustersets",
        "UPDATE ON mysql_innodb_cluster_metadata.v2_gr_clusters",
        "UPDATE ON mysql_innodb_cluster_metadata.v2_cs_clustersets",
        "SELECT ON performance_schema.replication_group_members",
        "SELECT ON performance_schema.replication_group_member_stats",
        "SELECT ON performance_schema.global_variables",
    ];

    public IReadOnlyCollection<string> Options { get; } = ["dryRun", "interactive", "password", "passwordExpiration", "requireCertIssuer", "requireCertSubject", "update"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct);
        var (user, host) = AdminAccounts.Split(shell.Arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0"));
        var writer = await access.Writer(ct);
        var (password, update) = (shell.Arguments.Text("password"), shell.Arguments.Flag("update"));
        var exists = await writer.Is("SELECT COUNT(*) FROM mysql.user WHERE user = @p0 AND host = @p1", ct, user, host);
        if (exists && !update)
            throw ShellException.Runtime($"Could not proceed with the operation because account {user}@{host} already exists. Enable the 'update' option to update the existing account's privileges.");
        if (!exists && string.IsNullOrEmpty(password))
        {
            throw ShellException.Runtime(
                $"Could not proceed with the operation because neither password nor client certificate options were specified to create account {user}@{host}. Provide one using the 'password', 'requireCertIssuer' and/or 'requireCertSubject' options.");
        }

        shell.Console.Info();
        shell.Console.Info($"{(exists ? "Updating" : "Creating")} user {user}@{host}.");
        var account = Sql.Account(user, host);
        if (!exists)
        {
            await writer.Execute($"CREATE USER {account} IDENTIFIED BY {Sql.Quote(password!)}", ct);
        }
        else if (password is { Length: > 0 })
        {
            shell.Console.Info("Updating user password.");
            await writer.Execute($"ALTER USER {account} IDENTIFIED BY {Sql.Quote(password)}", ct);
        }

        foreach (var grant in Grants)
            await writer.Execute($"GRANT {grant} TO {account}", ct);
        shell.Console.Info($"Account {user}@{host} was successfully {(exists ? "updated" : "created")}.");
        shell.Console.Info();
        return null;
    }
}
