using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Observation;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.VerifyRouters;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Verifies, as a client of the site would see it, that the routers send writes to the set's primary; they follow a change by themselves within seconds (field notes).</summary>
public sealed class VerifyRouters(AdminCalls admin, ClusterRounds rounds, StepWait wait, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var from = (await rounds.At(command.Cluster, ct)).Members.FirstOrDefault(member => member.Answers)
            ?? throw new StepFailedException($"no server of {command.Cluster.Name} answers, so the routers can not be asked from there", "look at its pods", retriable: true);
        var result = await admin.Sql(command.Cluster, from.Pod, command.Endpoint, "SELECT @@server_uuid AS uuid, @@hostname AS host", ct);
        if (!result.Ok)
            return StepState.Needs($"the routers at {command.Endpoint} take no connection: {result.Message}");
        var row = result.Rows()[0];
        return row["uuid"] == command.Uuid ? StepState.IsDone() : StepState.Needs($"the routers at {command.Endpoint} still send writes to {row["host"]}");
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => wait.Done(
        token => Check(command, token), options.Value.LookInterval, options.Value.SettleLimit,
        reason => new StepFailedException(reason, "look at the router pods' log, and whether their target_cluster is 'primary' (mysqlsh clusterset routingOptions)", retriable: true),
        ct);
}
