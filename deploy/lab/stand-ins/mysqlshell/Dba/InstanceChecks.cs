using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Dba;

/// <summary>What a server must be like to serve in a group.</summary>
internal static class InstanceChecks
{
    private static readonly (string Variable, string Wanted)[] Required =
    [
        ("gtid_mode", "ON"), ("enforce_gtid_consistency", "ON"), ("log_bin", "ON"), ("log_replica_updates", "ON"), ("binlog_format", "ROW"),
    ];

    /// <summary>Settings that are wrong, as <c>name (current, wanted)</c>.</summary>
    public static async Task<List<string>> Wrong(Server server, CancellationToken ct)
    {
        List<string> wrong = [];
        foreach (var (variable, wanted) in Required)
        {
            var now = await server.Text("SELECT variable_value FROM performance_schema.global_variables WHERE variable_name = @p0", ct, variable);
            if (now is not null && now != wanted)
                wrong.Add($"{variable} (current: {now}, required: {wanted})");
        }

        if (server.Id == 0)
            wrong.Add("server_id (current: 0, required: unique)");
        return wrong;
    }

    /// <summary>The validation that creating, adding and rejoining print.</summary>
    public static async Task Validate(ShellContext shell, Server server, CancellationToken ct)
    {
        shell.Console.Info($"Validating instance configuration at {server.Address}...");
        shell.Console.Info();
        shell.Console.Info($"This instance reports its own address as {shell.Console.Bold(server.Address)}");
        shell.Console.Info();
        if (await Wrong(server, ct) is [_, ..] wrong)
        {
            shell.Console.Error($"Instance must be configured and validated with dba.checkInstanceConfiguration() and dba.configureInstance() before it can be used in an InnoDB cluster: {string.Join(", ", wrong)}");
            throw new ShellException("Instance check failed", 51150);
        }

        shell.Console.Info("Instance configuration is suitable.");
    }

    /// <summary>The part that a new member of a group prints after <see cref="Validate"/>.</summary>
    public static void AnnounceGroupAddress(ShellContext shell, Server server)
    {
        shell.Console.Note($"Group Replication will communicate with other members using '{server.Address}'. Use the localAddress option to override.");
        shell.Console.Info();
        shell.Console.Info("* Checking connectivity and SSL configuration...");
        shell.Console.Info();
    }

    public static async Task DisableSuperReadOnly(ShellContext shell, Server server, CancellationToken ct)
    {
        if (!await server.Is("SELECT @@GLOBAL.super_read_only", ct))
            return;
        shell.Console.Info($"Disabling super_read_only mode on instance '{server.Address}'.");
        await server.Execute("SET GLOBAL super_read_only = 0", ct);
        await server.Execute("SET GLOBAL read_only = 0", ct);
    }
}
