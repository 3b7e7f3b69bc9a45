using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>What a guard still does to its servers.</summary>
internal static class GuardHold
{
    /// <summary>In words; none when all is left alone.</summary>
    /// <param name="state">The core's state.</param>
    /// <param name="rounds">The servers that were read last.</param>
    /// <param name="pods">All that there are.</param>
    public static IEnumerable<string> Of(GuardState state, IReadOnlyList<GuardRound> rounds, IEnumerable<string> pods)
    {
        if (state.IsEnforced)
            yield return $"the right to write is enforced (epoch {state.NewestEpoch})";
        else if (state.Gate != Gate.Unguarded || state.Keeping is not null)
            yield return "the guard is letting go";
        if (state.Newest is null) // it has done nothing to any server
            yield break;
        foreach (var pod in pods)
        {
            if (rounds.FirstOrDefault(round => round.Member.Pod == pod) is not { } seen)
                yield return $"{pod} does not answer: whether it starts read-only and offline is not known";
            else if (seen.StartsShut)
                yield return $"{pod} starts read-only and offline";
        }
    }
}
