using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using Command = ClusterSetSuite.Contracts.Steps.FenceCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes every server read-only that answers and is not the primary's, the group's primary first; reads it back.</summary>
public sealed class FenceCluster(ClusterRounds rounds, IServers servers, IStepProgress progress) : IStep<Command>
{
    private const string Enabled = "SELECT enabled FROM performance_schema.replication_group_member_actions WHERE name = 'mysql_disable_super_read_only_if_primary'";

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var seen = await rounds.At(command.Cluster, ct);
        return seen.Members.All(member => !member.Answers)
            ? throw new StepFailedException($"no server of {seen.Name} answers: {seen.Summary}", "the site's servers must run before they can be taken back: look at their pods", retriable: true)
            : seen.Writable.Select(member => member.Pod).ToArray() is { Length: > 0 } writable ? StepState.Needs($"{string.Join(", ", writable)} would take writes") : StepState.IsDone();
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var seen = await rounds.At(command.Cluster, ct);
        foreach (var member in seen.Writable.OrderByDescending(member => member.IsPrimary))
        {
            progress.Report($"making {member.Pod} read-only");
            await Fence(command, member, ct);
        }
    }

    private async Task Fence(Command command, MemberObservation member, CancellationToken ct)
    {
        await using var sql = await servers.Open(command.Cluster, member.Pod, ct);
        // Else the next election inside the group makes a server writable again; the function itself needs a writable server.
        if (member.IsPrimary && await sql.Scalar(Enabled, ct) == "1")
            await sql.Execute("DO group_replication_disable_member_action('mysql_disable_super_read_only_if_primary', 'AFTER_PRIMARY_ELECTION')", ct);
        await sql.Execute("SET GLOBAL super_read_only = ON", ct);
    }
}
