using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using Command = ClusterSetSuite.Contracts.Steps.FenceCluster;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes every server read-only that answers and is not the primary's, the group's primary first; reads it back.</summary>
public sealed class FenceCluster(ClusterRounds rounds, IServers servers, IStepProgress progress) : IStep<Command>
{
    private const string SetReadOnly = "SET GLOBAL super_read_only = ON";
    private const string Enabled = "SELECT enabled FROM performance_schema.replication_group_member_actions WHERE name = 'mysql_disable_super_read_only_if_primary'";

    // A start at boot that finds no group goes on for about a minute, and when it gives up it makes the server writable again, whatever was set meanwhile (seen on 9.7.4).
    private const string Starting = "SELECT COUNT(*) FROM performance_schema.threads WHERE name LIKE 'thread/group_rpl/THD%init%' OR name LIKE 'thread/group_rpl/THD_autorejoin'";

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var seen = await rounds.At(command.Cluster, ct);
        if (seen.Members.All(member => !member.Answers))
            throw new StepFailedException($"no server of {seen.Name} answers: {seen.Summary}", "the site's servers must run before they can be taken back: look at their pods", retriable: true);
        var writable = seen.Writable.Select(member => member.Pod).ToArray();
        if (writable.Length > 0)
            return StepState.Needs($"{string.Join(", ", writable)} would take writes");
        var starting = await StartingPods(command, seen, ct);
        return starting.Count == 0 ? StepState.IsDone() : StepState.Needs($"the group of {string.Join(", ", starting)} is still starting, and would make it writable when it gives up");
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var seen = await rounds.At(command.Cluster, ct);
        var starting = await StartingPods(command, seen, ct);
        foreach (var member in seen.Members.Where(member => member.IsWritable || starting.Contains(member.Pod)).OrderByDescending(member => member.IsPrimary))
        {
            progress.Report($"making {member.Pod} read-only");
            await Fence(command, member, starting.Contains(member.Pod), ct);
        }
    }

    private async Task Fence(Command command, MemberObservation member, bool starting, CancellationToken ct)
    {
        await using var sql = await servers.Open(command.Cluster, member.Pod, ct);
        if (starting)
            await StopStart(member, sql, ct);
        // Else the next election inside the group makes a server writable again; the function itself needs a writable server.
        if (member is { IsPrimary: true, IsWritable: true } && await sql.Scalar(Enabled, ct) == "1")
            await sql.Execute("DO group_replication_disable_member_action('mysql_disable_super_read_only_if_primary', 'AFTER_PRIMARY_ELECTION')", ct);
        await sql.Execute(SetReadOnly, ct);
    }

    // Read-only first, for the stop can take minutes and the start may give up meanwhile; the caller sets it once more after it.
    private async Task StopStart(MemberObservation member, ISql sql, CancellationToken ct)
    {
        await sql.Execute(SetReadOnly, ct);
        progress.Report($"{member.Pod} is still starting its group: stopping that (up to some minutes)");
        await sql.StopGroup(ct);
    }

    private async Task<IReadOnlyList<string>> StartingPods(Command command, ClusterObservation seen, CancellationToken ct)
    {
        var pods = new List<string>();
        foreach (var member in seen.Members.Where(member => member is { Answers: true, State: "OFFLINE" }))
        {
            await using var sql = await servers.Open(command.Cluster, member.Pod, ct);
            if (await sql.Scalar(Starting, ct) != "0")
                pods.Add(member.Pod);
        }

        return pods;
    }
}
