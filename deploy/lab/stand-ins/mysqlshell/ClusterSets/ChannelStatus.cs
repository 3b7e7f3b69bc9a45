using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>The state of a server's <c>clusterset_replication</c> channel.</summary>
internal sealed record ChannelStatus(string SourceAddress, string Receiver, string Applier, long ReceiverError, string ReceiverMessage, string ReceiverErrorTime, long ApplierError, long Delay)
{
    /// <summary>OK, CONNECTING, STOPPED, ERROR, MISSING, MISCONFIGURED or UNKNOWN, for a replica cluster.</summary>
    public static async Task<string> Of(ClusterState replica, ClusterState? primary, CancellationToken ct)
    {
        var server = (replica.Primary ?? replica.Source)?.Server;
        if (server is null)
            return "UNKNOWN";
        return await Read(server, ct) switch
        {
            null => "MISSING",
            { ApplierError: not 0 } => "ERROR",
            { Receiver: "CONNECTING" } => "CONNECTING",
            { Receiver: "OFF", ReceiverError: not 0 } => "ERROR",
            { Receiver: "OFF" } or { Applier: "OFF" } => "STOPPED",
            { } status when primary is { IsAvailable: true } && primary.Members.All(m => m.Address != status.SourceAddress) => "MISCONFIGURED",
            _ => "OK",
        };
    }

    public static async Task<ChannelStatus?> Read(Server server, CancellationToken ct)
    {
        var row = await server.First(
            """
            SELECT CONCAT(c.host, ':', c.port) AS source, s.service_state AS receiver, a.service_state AS applier, s.last_error_number AS number, s.last_error_message AS message,
                   CAST(s.last_error_timestamp AS CHAR) AS time, ac.desired_delay AS delay,
                   (SELECT COALESCE(MAX(w.last_error_number), 0) FROM performance_schema.replication_applier_status_by_worker w WHERE w.channel_name = c.channel_name) AS applier_number
            FROM performance_schema.replication_connection_configuration c
            JOIN performance_schema.replication_connection_status s USING (channel_name)
            JOIN performance_schema.replication_applier_status a USING (channel_name)
            JOIN performance_schema.replication_applier_configuration ac USING (channel_name)
            WHERE c.channel_name = @p0
            """,
            ct, ReplicationChannel.Name);
        return row is null
            ? null
            : new(row.Required("source"), row.Required("receiver"), row.Required("applier"), row.Number("number"), row.Text("message") ?? "", row.Text("time") ?? "",
                row.Number("applier_number"), row.Number("delay"));
    }
}
