namespace ClusterSetSuite.Simulation.Model;

/// <summary>Every acknowledged write: the clients number them, so that each is known for ever. One numbering ("origin") for each life of a group.</summary>
internal sealed class Ledger
{
    public const int MaxOrigins = 12;
    private readonly List<long>[] _times = [.. Enumerable.Range(0, MaxOrigins).Select(_ => new List<long>(512))];
    private readonly HashSet<(int Origin, int Number)> _told = [];

    public Ledger(int sites) => Origins = sites;

    /// <summary>How many origins there are.</summary>
    public int Origins { get; private set; }

    /// <summary>A new numbering, for a group that was made anew by clone.</summary>
    public int NewOrigin() => Origins < MaxOrigins ? Origins++ : MaxOrigins - 1;

    /// <summary>Notes a write; its number is one more than the last.</summary>
    public int Write(int origin, long now)
    {
        _times[origin].Add(now);
        return _times[origin].Count;
    }

    public int Count(int origin) => _times[origin].Count;

    /// <summary>When the write was acknowledged.</summary>
    public long TimeOf(int origin, int number) => _times[origin][number - 1];

    /// <summary>Notes that a failover has lost these writes, within what it declared.</summary>
    public void Tell(int origin, int after, int last)
    {
        for (var number = after + 1; number <= last; number++)
            _told.Add((origin, number));
    }

    public bool IsTold(int origin, int number) => _told.Contains((origin, number));
}
