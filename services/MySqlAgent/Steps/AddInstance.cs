using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Command = ClusterSetSuite.Contracts.Steps.AddInstance;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Adds one server to a replica's group by clone and waits until it is ONLINE.</summary>
public sealed class AddInstance(AdminCalls admin, JoiningServer joining, IServers servers, CloneProgress clone) : IStep<Command>
{
    /// <inheritdoc/>
    public Task<StepState> Check(Command command, CancellationToken ct) => joining.Check(command.Cluster, command.Ordinal, ct);

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) =>
        joining.Join(
            command.Cluster, command.Ordinal,
            (primary, call) => clone.During(
                admin.RunLong(command.Cluster, primary, ct, [.. call, "--recoveryMethod=clone"]), command.Cluster.Pod(command.Ordinal), token => Progress(command, token), ct),
            ct);

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => joining.Verify(command.Cluster, command.Ordinal, ct);

    private async Task<(string Stage, string Percent)?> Progress(Command command, CancellationToken ct)
    {
        try
        {
            await using var sql = await servers.Open(command.Cluster, command.Cluster.Pod(command.Ordinal), ct);
            return await sql.Query(CloneProgress.Query, ct) is [var row, ..] ? (row["stage"], row["percent"]) : null;
        }
        catch (Exception e) when (Unreachable.Is(e))
        {
            return null; // it restarts as part of the clone
        }
    }
}
