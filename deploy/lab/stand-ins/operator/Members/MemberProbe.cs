using System.Globalization;
using MySqlConnector;

namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>Asks one server about its group and its metadata.</summary>
public static class MemberProbe
{
    /// <summary>Connects with the cluster's administrator.</summary>
    public static async Task<MySqlConnection> Connect(PodView pod, Account admin, CancellationToken cancellationToken)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = pod.ConnectHost,
            Port = 3306,
            UserID = admin.User,
            Password = admin.Password,
            SslMode = MySqlSslMode.Required,
            ConnectionTimeout = 5,
            DefaultCommandTimeout = 5,
            Pooling = false,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The member's view. A pod that does not run is OFFLINE for certain; one that runs and does not answer is UNKNOWN.</summary>
    public static async Task<MemberView> View(PodView pod, Account admin, CancellationToken cancellationToken)
    {
        var view = new MemberView { Pod = pod.Name, Index = pod.Index, Endpoint = pod.Endpoint };
        try
        {
            await using var connection = await Connect(pod, admin, cancellationToken);
            return await Ask(connection, view, cancellationToken);
        }
        catch (Exception error) when (error is MySqlException or IOException or InvalidOperationException or System.Net.Sockets.SocketException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return view with { Status = pod.ContainersReady && !pod.Deleting ? MemberStatus.Unknown : MemberStatus.Offline, Error = error.Message };
        }
    }

    private static async Task<MemberView> Ask(MySqlConnection connection, MemberView view, CancellationToken cancellationToken)
    {
        var server = (await Rows(connection, "SELECT @@server_uuid, @@gtid_executed, @@version", cancellationToken))[0];
        view = view with { MemberId = server[0], Gtids = server[1], GtidCount = GtidSets.Count(server[1]), Version = server[2] };
        var group = await Rows(connection, "SELECT member_id, CONCAT(member_host, ':', member_port), member_state, member_role FROM performance_schema.replication_group_members", cancellationToken);
        var mine = group.FirstOrDefault(row => row[0] == view.MemberId);
        var active = mine is not null && mine[2] is "ONLINE" or "RECOVERING";
        var listed = await Metadata(connection, view.MemberId, cancellationToken);
        if (listed.Count == 0)
            return view with { Status = active ? MemberStatus.Unmanaged : MemberStatus.NotManaged };
        var peers = listed.ToDictionary(address => address, _ => "(MISSING)", StringComparer.OrdinalIgnoreCase);
        if (!active)
            return view with { Status = MemberStatus.Offline, Peers = peers };
        foreach (var row in group)
            peers[row[1]] = row[2];
        var viewId = await Rows(connection, "SELECT view_id FROM performance_schema.replication_group_member_stats WHERE member_id = @@server_uuid", cancellationToken);
        return view with
        {
            Status = mine![2] == "ONLINE" ? MemberStatus.Online : MemberStatus.Recovering,
            IsPrimary = mine[3] == "PRIMARY" && mine[2] == "ONLINE",
            InQuorum = group.Count(row => row[2] is "ONLINE" or "RECOVERING") * 2 > group.Count,
            Peers = peers,
            ViewId = viewId.Count == 0 ? "" : viewId[0][0],
            ClusterType = await ClusterType(connection, view.MemberId, cancellationToken),
        };
    }

    /// <summary>Addresses of the cluster that the member's own metadata puts it in; none when it has no metadata or is not in them.</summary>
    private static async Task<List<string>> Metadata(MySqlConnection connection, string memberId, CancellationToken cancellationToken)
    {
        var tables = await Rows(connection, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mysql_innodb_cluster_metadata' AND table_name = 'instances'", cancellationToken);
        if (tables.Count == 0)
            return [];
        var rows = await Rows(connection, $"SELECT address FROM mysql_innodb_cluster_metadata.instances WHERE cluster_id = (SELECT cluster_id FROM mysql_innodb_cluster_metadata.instances WHERE mysql_server_uuid = '{memberId}' LIMIT 1)", cancellationToken);
        return [.. rows.Select(row => row[0]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static async Task<string> ClusterType(MySqlConnection connection, string memberId, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await Rows(connection, $"SELECT member_role FROM mysql_innodb_cluster_metadata.v2_cs_members WHERE cluster_id = (SELECT cluster_id FROM mysql_innodb_cluster_metadata.instances WHERE mysql_server_uuid = '{memberId}' LIMIT 1)", cancellationToken);
            return rows.Count == 0 ? "PRIMARY" : rows[0][0];
        }
        catch (MySqlException missing) when (missing.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.BadFieldError)
        {
            return "PRIMARY";
        }
    }

    private static async Task<List<string[]>> Rows(MySqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? "")]);
        return rows;
    }
}
