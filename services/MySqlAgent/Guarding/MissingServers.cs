namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>Since when servers are missing from their group.</summary>
internal sealed class MissingServers
{
    /// <summary>
    /// How long a server must have been missing while its group has a primary: a reboot of the group brings its other servers back by itself, and two starts at once disturb each
    /// other (error 3663; seen on the lab).
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, TimeSpan> _since = [];

    /// <summary>Takes a look at all servers; those that nobody else has brought back in time.</summary>
    /// <param name="rounds">What the servers said.</param>
    /// <param name="now">A clock that only grows.</param>
    public IReadOnlyList<string> Overdue(IReadOnlyList<GuardRound> rounds, TimeSpan now)
    {
        var missing = GroupStart.Missing(rounds).ToList();
        foreach (var back in _since.Keys.Except(missing).ToList())
            _since.Remove(back);
        return [.. missing.Where(pod => !_since.TryAdd(pod, now) && now - _since[pod] >= Grace)];
    }
}
