using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using MySqlConnector;
using Command = ClusterSetSuite.Contracts.Steps.WriteProbeRow;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Writes a row on the primary for the replicas to show.</summary>
public sealed class WriteProbeRow(ClusterLook look, IServers servers, TimeProvider time) : IStep<Command>
{
    private static readonly string[] Tables =
    [
        "CREATE DATABASE IF NOT EXISTS clusterset_suite",
        "CREATE TABLE IF NOT EXISTS clusterset_suite.probe (set_name VARCHAR(63) PRIMARY KEY, token CHAR(36) NOT NULL, written_at TIMESTAMP(3) NOT NULL)",
    ];

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        await using var sql = await Primary(command, ct);
        if (await ProbeTable.Token(sql, command.SetName, ct) is not { } token)
            return StepState.Needs($"no row of {command.SetName} in clusterset_suite.probe");
        if (command.Token is { } wanted && token != wanted)
            return StepState.Needs($"the row of {command.SetName} in clusterset_suite.probe is older than this operation");
        var gtids = await sql.Scalar("SELECT @@GLOBAL.gtid_executed", ct) ?? "";
        return StepState.IsDone(new ProbeRow(token, gtids.Replace("\n", "", StringComparison.Ordinal)));
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        try
        {
            await using var sql = await Primary(command, ct);
            foreach (var statement in Tables)
                await sql.Execute(statement, ct);
            await sql.Execute(
                "INSERT INTO clusterset_suite.probe VALUES (@set, @token, @now) ON DUPLICATE KEY UPDATE token = @token, written_at = @now",
                new Dictionary<string, object?> { ["@set"] = command.SetName, ["@token"] = command.Token ?? Guid.NewGuid().ToString(), ["@now"] = time.GetUtcNow().UtcDateTime }, ct);
        }
        catch (MySqlException e)
        {
            throw Failures.Of(e, command.Cluster, command.Cluster.Name);
        }
    }

    private async Task<ISql> Primary(Command command, CancellationToken ct) =>
        await servers.Open(command.Cluster, (await look.At(command.Cluster, ct)).NeedPrimary().Pod, ct);
}
