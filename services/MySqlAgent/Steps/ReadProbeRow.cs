using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using MySqlConnector;
using Command = ClusterSetSuite.Contracts.Steps.ReadProbeRow;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Verifies that every server of a replica's cluster shows what the primary wrote.</summary>
public sealed class ReadProbeRow(IServers servers, StepWait wait, IOptions<MySqlOptions> options) : IStep<Command>
{
    // The server itself waits for the transactions (tagged GTIDs included); 1 is "not within this many seconds".
    private const string Wait = "SELECT WAIT_FOR_EXECUTED_GTID_SET(@gtids, 1) AS late";

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var missing = (await Task.WhenAll(command.Cluster.Pods.Select(pod => Missing(command, pod, ct)))).OfType<string>().ToArray();
        return missing.Length == 0 ? StepState.IsDone() : StepState.Needs(string.Join("; ", missing));
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => wait.Done(
        token => Check(command, token), options.Value.LookInterval, options.Value.SettleLimit,
        reason => new StepFailedException(reason, "the channel clusterset_replication may be stopped or behind: look at clusterset status --extended=1", retriable: true),
        ct);

    private async Task<string?> Missing(Command command, string pod, CancellationToken ct)
    {
        try
        {
            await using var sql = await servers.Open(command.Cluster, pod, ct);
            var waited = await sql.Query(Wait, new Dictionary<string, object?> { ["@gtids"] = command.Row.Gtids }, ct);
            if (waited[0]["late"] != "0")
                return $"{pod} has not applied the primary's transactions yet";
            var token = await ProbeTable.Token(sql, command.SetName, ct);
            return token == command.Row.Token ? null : $"{pod} shows {(token is null ? "no row" : "another row")} for {command.SetName}";
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.AccessDenied)
        {
            throw Failures.Of(e, command.Cluster, pod);
        }
        catch (Exception e) when (Unreachable.Is(e))
        {
            return $"{pod} can not be asked: {e.Message}";
        }
    }
}
