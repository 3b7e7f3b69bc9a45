using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>The channel from the primary cluster to a replica cluster: configured on all members, running on the replica's primary.</summary>
internal static class ReplicationChannel
{
    public const string Name = "clusterset_replication";

    /// <summary>Points the channel of a server at the primary of a group; it is left stopped. Without a heartbeat the server takes half of its <c>replica_net_timeout</c>.</summary>
    public static async Task Configure(Server server, Server source, string user, string password, string? heartbeat, CancellationToken ct)
    {
        await Stop(server, ct);
        // A group's primary passes this setting on to its members, and they refuse (4049) to have it set directly.
        var secondary = (await server.Group(ct)).Any(member => member.Uuid == server.Uuid && member is { IsOnline: true, IsPrimary: false });
        await server.Execute(
            $"""
            CHANGE REPLICATION SOURCE TO SOURCE_HOST = {Sql.Quote(source.Host)}, SOURCE_PORT = {source.Port}, SOURCE_USER = {Sql.Quote(user)}, SOURCE_PASSWORD = {Sql.Quote(password)},
                SOURCE_SSL = 1, SOURCE_AUTO_POSITION = 1,{(secondary ? "" : " SOURCE_CONNECTION_AUTO_FAILOVER = 1,")} SOURCE_CONNECT_RETRY = 3, SOURCE_RETRY_COUNT = 10, SOURCE_DELAY = 0,
                GET_SOURCE_PUBLIC_KEY = 1{(heartbeat is null ? "" : $", SOURCE_HEARTBEAT_PERIOD = {heartbeat}")} FOR CHANNEL '{Name}'
            """,
            ct);
        await server.Execute("SET PERSIST_ONLY skip_replica_start = 'ON'", ct);
    }

    /// <summary>Makes the channel of a replica's primary follow elections inside the source's group. The group passes it on to its other members.</summary>
    public static async Task FollowGroup(Server replicaPrimary, Server source, string groupName, CancellationToken ct)
    {
        await ForgetSources(replicaPrimary, ct);
        await replicaPrimary.Execute(
            $"DO asynchronous_connection_failover_add_managed('{Name}', 'GroupReplication', @p0, @p1, @p2, '', 80, 60)", ct, groupName, source.Host, source.Port);
    }

    public static async Task ForgetSources(Server replicaPrimary, CancellationToken ct)
    {
        foreach (var row in await replicaPrimary.Query("SELECT managed_name FROM performance_schema.replication_asynchronous_connection_failover_managed WHERE channel_name = @p0", ct, Name))
            await replicaPrimary.Execute($"DO asynchronous_connection_failover_delete_managed('{Name}', @p0)", ct, row.Required("managed_name"));
    }

    /// <summary>The channel's account as the server keeps it: nobody else knows the password.</summary>
    public static async Task<(string User, string Password)> Login(Server server, CancellationToken ct) =>
        await server.First("SELECT user_name, user_password FROM mysql.slave_master_info WHERE channel_name = @p0", ct, Name) is { } row
            ? (row.Required("user_name"), row.Required("user_password"))
            : throw new ShellException("Replication channel does not exist", 51133);

    public static Task Start(Server server, CancellationToken ct) => server.Execute($"START REPLICA FOR CHANNEL '{Name}'", ct);

    public static async Task Stop(Server server, CancellationToken ct)
    {
        if (await Exists(server, ct))
            await server.Execute($"STOP REPLICA FOR CHANNEL '{Name}'", ct);
    }

    /// <summary>Removes the channel and with it whatever was received and not applied.</summary>
    public static async Task Remove(Server server, CancellationToken ct)
    {
        if (!await Exists(server, ct))
            return;
        await Stop(server, ct);
        await server.Execute($"RESET REPLICA ALL FOR CHANNEL '{Name}'", ct);
        await server.Execute("RESET PERSIST IF EXISTS skip_replica_start", ct);
    }

    public static Task<bool> Exists(Server server, CancellationToken ct) =>
        server.Is("SELECT COUNT(*) FROM performance_schema.replication_connection_configuration WHERE channel_name = @p0", ct, Name);

    public static async Task<bool> IsRunning(Server server, CancellationToken ct) => await ChannelStatus.Read(server, ct) is { Receiver: "ON" or "CONNECTING", Applier: "ON" };
}
