using System.Globalization;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary>The part <c>clusterSetReplication</c> of an extended status.</summary>
internal static class ChannelDetails
{
    public static async Task<Document> Write(Server receiver, int extended, CancellationToken ct)
    {
        var status = await ChannelStatus.Read(receiver, ct) ?? throw new ShellException("Replication channel does not exist", 51133);
        var connected = status.Receiver == "ON";
        var missing = await Queued(receiver, ct);
        var document = new Document
        {
            ["applierStatus"] = status.Applier == "OFF" ? "OFF" : missing.Length == 0 && status.Delay == 0 ? "APPLIED_ALL" : "APPLYING",
            ["applierThreadState"] = await ThreadState(receiver, "worker", ct),
            ["applierWorkerThreads"] = await receiver.Number("SELECT @@GLOBAL.replica_parallel_workers", ct),
            ["receiver"] = receiver.Address,
            ["receiverStatus"] = status.Receiver == "CONNECTING" ? "ERROR" : status.Receiver,
            ["receiverThreadState"] = connected ? await ThreadState(receiver, "receiver", ct) : "",
            ["replicationSsl"] = connected ? "TLS_AES_128_GCM_SHA256 TLSv1.3" : null,
            ["replicationSslMode"] = "REQUIRED",
            ["source"] = status.SourceAddress,
        };
        if (status.ReceiverError != 0)
        {
            document["receiverLastError"] = status.ReceiverMessage;
            document["receiverLastErrorNumber"] = status.ReceiverError;
            document["receiverLastErrorTimestamp"] = status.ReceiverErrorTime;
        }

        if (extended > 2)
            document["options"] = new Document { ["connectRetry"] = 3, ["delay"] = status.Delay, ["heartbeatPeriod"] = await Heartbeat(receiver, ct), ["retryCount"] = 10 };
        else if (status.Delay > 0)
            document["options"] = new Document { ["delay"] = status.Delay };
        if (extended > 1)
            await AddDetails(document, receiver, status, missing, ct);
        return document;
    }

    private static async Task AddDetails(Document document, Server receiver, ChannelStatus status, string missing, CancellationToken ct)
    {
        document["applierQueuedTransactionSet"] = missing;
        document["applierQueuedTransactionSetSize"] = Gtids.Count(missing);
        document["applierState"] = status.Applier;
        document["coordinatorState"] = status.Applier;
        document["coordinatorThreadState"] = await ThreadState(receiver, "coordinator", ct);
        document["receiverTimeSinceLastMessage"] = await receiver.Text(
            "SELECT CAST(TIMEDIFF(NOW(6), last_heartbeat_timestamp) AS CHAR) FROM performance_schema.replication_connection_status WHERE channel_name = @p0", ct, ReplicationChannel.Name) ?? "";
    }

    // Whole where it is whole (transcript 076).
    private static async Task<object> Heartbeat(Server receiver, CancellationToken ct)
    {
        var seconds = double.Parse(
            await receiver.Text("SELECT CAST(heartbeat_interval AS CHAR) FROM performance_schema.replication_connection_configuration WHERE channel_name = @p0", ct, ReplicationChannel.Name) ?? "0", CultureInfo.InvariantCulture);
        return seconds == Math.Floor(seconds) ? (int)seconds : seconds;
    }

    private static async Task<string> Queued(Server receiver, CancellationToken ct) => (await receiver.Text(
        "SELECT GTID_SUBTRACT(received_transaction_set, @@GLOBAL.gtid_executed) FROM performance_schema.replication_connection_status WHERE channel_name = @p0",
        ct, ReplicationChannel.Name) ?? "").Replace("\n", "", StringComparison.Ordinal);

    private static async Task<string> ThreadState(Server receiver, string thread, CancellationToken ct)
    {
        var table = thread switch
        {
            "receiver" => "replication_connection_status",
            "coordinator" => "replication_applier_status_by_coordinator",
            _ => "replication_applier_status_by_worker",
        };
        return await receiver.Text(
            string.Create(CultureInfo.InvariantCulture, $"SELECT t.processlist_state FROM performance_schema.{table} s JOIN performance_schema.threads t USING (thread_id) WHERE s.channel_name = @p0 LIMIT 1"),
            ct, ReplicationChannel.Name) ?? "";
    }
}
