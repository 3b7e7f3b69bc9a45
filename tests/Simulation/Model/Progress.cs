using ClusterSetSuite.Failover.Gtids;

namespace ClusterSetSuite.Simulation.Model;

/// <summary>How many transactions of each origin a server has; they come in order, so a number for each is enough.</summary>
internal sealed class Progress
{
    private static readonly Guid[] Uuids = [.. Enumerable.Range(1, Ledger.MaxOrigins).Select(i => new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]))];

    private readonly int[] _upTo = new int[Ledger.MaxOrigins];
    private GtidSet? _set;

    public int this[int origin]
    {
        get => _upTo[origin];
        set
        {
            _upTo[origin] = value;
            _set = null;
        }
    }

    public bool Contains(Progress other)
    {
        for (var i = 0; i < Ledger.MaxOrigins; i++)
            if (other._upTo[i] > _upTo[i])
                return false;
        return true;
    }

    public void Add(Progress other)
    {
        for (var i = 0; i < Ledger.MaxOrigins; i++)
            if (other._upTo[i] > _upTo[i])
                this[i] = other._upTo[i];
    }

    public void Become(Progress other)
    {
        for (var i = 0; i < Ledger.MaxOrigins; i++)
            this[i] = other._upTo[i];
    }

    public void Clear()
    {
        Array.Clear(_upTo);
        _set = null;
    }

    public GtidSet ToGtidSet() => _set ??= GtidSet.Of(Enumerable.Range(0, Ledger.MaxOrigins).Where(i => _upTo[i] > 0)
        .Select(i => (new GtidSource(Uuids[i], i % 2 == 0 ? "" : "mysqlsh"), new GtidInterval(1, _upTo[i]))));
}
