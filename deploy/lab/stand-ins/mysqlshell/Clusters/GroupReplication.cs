using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>Group Replication on one server: plugins, persisted settings, starting and leaving.</summary>
internal static class GroupReplication
{
    public static async Task EnsurePlugins(this Server server, CancellationToken ct)
    {
        foreach (var (plugin, library) in ((string, string)[])[("group_replication", "group_replication.so"), ("clone", "mysql_clone.so")])
        {
            if (await server.Is("SELECT COUNT(*) FROM information_schema.plugins WHERE plugin_name = @p0 AND plugin_status = 'ACTIVE'", ct, plugin))
                continue;
            await server.Writable(() => server.Execute($"INSTALL PLUGIN {plugin} SONAME '{library}'", ct), ct);
        }
    }

    /// <summary>Runs local changes on a server that may be read only, and leaves it as it was.</summary>
    public static async Task Writable(this Server server, Func<Task> work, CancellationToken ct)
    {
        var readOnly = await server.Is("SELECT @@GLOBAL.super_read_only", ct);
        if (readOnly)
            await server.Execute("SET GLOBAL super_read_only = 0", ct);
        try
        {
            await work();
        }
        finally
        {
            if (readOnly)
                await server.Execute("SET GLOBAL super_read_only = 1", ct);
        }
    }

    public static Task ConfigureGroup(this Server server, string groupName, string seeds, GroupOptions options, CancellationToken ct) => server.Execute(
        $"""
        SET PERSIST group_replication_group_name = {Sql.Quote(groupName)}, PERSIST group_replication_local_address = {Sql.Quote(options.LocalAddress ?? server.Address)},
            PERSIST group_replication_group_seeds = {Sql.Quote(seeds)}, PERSIST group_replication_communication_stack = 'MYSQL',
            PERSIST group_replication_ssl_mode = 'REQUIRED', PERSIST group_replication_recovery_use_ssl = 'ON', PERSIST group_replication_single_primary_mode = 'ON',
            PERSIST group_replication_enforce_update_everywhere_checks = 'OFF', PERSIST group_replication_start_on_boot = {(options.ManualStart ? "'OFF'" : "'ON'")},
            PERSIST group_replication_exit_state_action = {Sql.Quote(options.ExitStateAction)}, PERSIST group_replication_member_weight = {options.MemberWeight},
            PERSIST auto_increment_increment = 1, PERSIST auto_increment_offset = 2
        """,
        ct);

    public static Task UseRecoveryAccount(this Server server, string user, string password, CancellationToken ct) =>
        server.Execute($"CHANGE REPLICATION SOURCE TO SOURCE_USER = {Sql.Quote(user)}, SOURCE_PASSWORD = {Sql.Quote(password)} FOR CHANNEL 'group_replication_recovery'", ct);

    public static async Task Bootstrap(this Server server, CancellationToken ct)
    {
        await server.Execute("SET GLOBAL group_replication_bootstrap_group = 'ON'", ct);
        try
        {
            await server.Execute("START GROUP_REPLICATION", ct);
        }
        finally
        {
            await server.Execute("SET GLOBAL group_replication_bootstrap_group = 'OFF'", ct);
        }

        if (!await Waiting.Until(async () => (await server.Group(ct)).Any(m => m.Uuid == server.Uuid && m is { IsOnline: true, IsPrimary: true }), TimeSpan.FromSeconds(60), ct))
            throw ShellException.Runtime($"Timeout waiting for {server.Address} to become ONLINE");
    }

    /// <summary>Leaves the group for good: it does not come back at the next start of the server.</summary>
    public static async Task LeaveGroup(this Server server, CancellationToken ct)
    {
        await server.Execute("STOP GROUP_REPLICATION", ct);
        await server.ForgetGroup(ct);
    }

    /// <summary>Removes what would start the group again at boot.</summary>
    public static async Task ForgetGroup(this Server server, CancellationToken ct)
    {
        await server.Execute("SET PERSIST group_replication_start_on_boot = 'OFF'", ct);
        foreach (var name in (string[])["group_replication_group_name", "group_replication_group_seeds", "group_replication_local_address"])
            await server.Execute($"RESET PERSIST IF EXISTS {name}", ct);
        await server.Execute("RESET PERSIST IF EXISTS skip_replica_start", ct);
        await server.Execute("RESET REPLICA ALL FOR CHANNEL 'group_replication_recovery'", ct);
    }

    /// <summary>Tells every member where the others are, for their next start.</summary>
    public static async Task UpdateSeeds(IReadOnlyCollection<Server> members, CancellationToken ct)
    {
        foreach (var member in members)
        {
            var others = string.Join(',', members.Where(m => m != member).Select(m => m.Address));
            await member.Execute($"SET PERSIST group_replication_group_seeds = {Sql.Quote(others)}", ct);
        }
    }

    /// <summary>Whether a primary of this group becomes writable by itself; off in replica clusters and fenced ones.</summary>
    public static async Task ManageReadOnly(this Server server, bool enabled, CancellationToken ct)
    {
        var now = await server.Is("SELECT enabled FROM performance_schema.replication_group_member_actions WHERE name = 'mysql_disable_super_read_only_if_primary'", ct);
        if (now == enabled)
            return;
        // The function refuses to run while the server is super read only.
        await server.Writable(
            () => server.Execute($"DO group_replication_{(enabled ? "enable" : "disable")}_member_action('mysql_disable_super_read_only_if_primary', 'AFTER_PRIMARY_ELECTION')", ct), ct);
    }
}
