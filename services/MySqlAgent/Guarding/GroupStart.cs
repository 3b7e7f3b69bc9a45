using ClusterSetSuite.MySqlAgent.Sql;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>
/// Brings servers that have just started back into their group. A guarded server's <c>offline_mode</c> is persisted; the server applies that at the end of its start, and this ends
/// the session in which Group Replication is starting by itself (seen on 9.7: "the start group replication was killed"). The same happens after the restart that ends a clone.
/// </summary>
internal static class GroupStart
{
    private const string Start = "START GROUP_REPLICATION";

    /// <summary>ER_GROUP_REPLICATION_APPLIER_INIT_ERROR.</summary>
    private const int ApplierInitError = 3094;

    /// <summary>One that runs for longer was taken out of its group by somebody, or can not come in, and stays out.</summary>
    private static readonly TimeSpan JustStarted = TimeSpan.FromMinutes(3);

    /// <summary>
    /// The servers that should be in the group and are not, while others are: never the first one of a group. They are known by the group's name, which AdminAPI sets before a server joins for the
    /// first time: one that it has by clone is in nobody's metadata yet (seen on the lab). One that lacks the set's channel, or has one that its primary has not, is refused by the group
    /// (MY-013786, seen on the lab) and needs AdminAPI.
    /// </summary>
    public static IEnumerable<string> Missing(IReadOnlyList<GuardRound> rounds) => rounds.FirstOrDefault(round => round.Member is { IsPrimary: true, HasQuorum: true }) is { } primary
        ? rounds.Where(round => round is { Member.State: "OFFLINE", StartsShut: true, StartsGroup: true } && round.GroupName == primary.GroupName && round.UpFor < JustStarted
                && (round.Member.Channel is null) == (primary.Member.Channel is null))
            .Select(round => round.Member.Pod)
        : [];

    /// <summary>
    /// Starts it; the server joins read-only. A start that was ended while it made the applier's channel leaves one that no later start can use (error 3094, seen on 9.7 after a clone): it is made
    /// anew. What it had received and not applied is in the group that lives, and comes from there.
    /// </summary>
    /// <exception cref="MySqlException">It could not be started.</exception>
    public static async Task On(ISql sql, CancellationToken ct)
    {
        try
        {
            await sql.Execute(Start, ct);
        }
        catch (MySqlException broken) when (broken.Number == ApplierInitError)
        {
            await sql.Execute("RESET REPLICA ALL FOR CHANNEL 'group_replication_applier'", ct);
            await sql.Execute(Start, ct);
        }
    }
}
