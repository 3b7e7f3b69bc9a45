using System.Globalization;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Sql;
using ClusterSetSuite.MySqlAgent.Switching;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.VerifyNewPrimary;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Verifies that exactly one server of this cluster is writable, that the set calls it the primary, and that no acknowledged row is missing.</summary>
public sealed class VerifyNewPrimary(ClusterRounds rounds, IServers servers, StepWait wait, IOptions<MySqlOptions> options) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var seen = await rounds.At(command.Cluster, ct);
        var state = Decide(seen, command);
        return state is StepState.Done && await Missing(command, seen.NeedPrimary(), ct) is { Count: > 0 } missing
            ? throw new StepFailedException(
                $"{missing.Count} of {command.Acknowledged.Count} rows that were acknowledged during the switch are not on {command.Name}: {string.Join(", ", missing)}",
                "writes were lost: keep both sites as they are, and compare clusterset_suite.switch_rows and gtid_executed of both", retriable: false)
            : state;
    }

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<StepState> Verify(Command command, CancellationToken ct) => wait.Done(
        token => Check(command, token), options.Value.LookInterval, options.Value.SettleLimit,
        reason => new StepFailedException(reason, $"look at clusterset status; a primary that was left fenced by an interrupted switch is opened with mysqlsh cluster unfenceWrites in a pod of {command.Name}, when no other cluster takes writes", retriable: true),
        ct);

    /// <summary>One writable server, the group's primary, in the primary cluster.</summary>
    internal static StepState Decide(ClusterObservation seen, Command command)
    {
        var (primary, set) = (seen.NeedPrimary(), seen.NeedSet());
        if (set.Mismatch(command.SetName, command.Name) is { } mismatch)
            return mismatch;
        if (set.Primary != command.Name)
            return StepState.Needs($"{set.Primary ?? "no cluster"} is the primary of {command.SetName}, not {command.Name}");
        if (!primary.IsWritable)
            return StepState.Needs($"{primary.Pod} is the primary and takes no writes");
        var others = seen.Writable.Where(member => member != primary).Select(member => member.Pod).ToArray();
        return others.Length == 0
            ? StepState.IsDone(new NewPrimary(primary.Uuid, primary.Address))
            : StepState.IsUnsafe($"{string.Join(", ", others)} would take writes beside {primary.Pod}", "fence them at once: SET GLOBAL super_read_only = ON");
    }

    private async Task<IReadOnlyList<int>> Missing(Command command, MemberObservation primary, CancellationToken ct)
    {
        if (command.Acknowledged.Count == 0)
            return [];
        await using var sql = await servers.Open(command.Cluster, primary.Pod, ct);
        var rows = await sql.Query("SELECT number FROM clusterset_suite.switch_rows WHERE token = @token", new Dictionary<string, object?> { ["@token"] = command.Token }, ct);
        var there = rows.Select(row => int.Parse(row["number"], CultureInfo.InvariantCulture)).ToHashSet();
        return [.. command.Acknowledged.Where(number => !there.Contains(number))];
    }
}
