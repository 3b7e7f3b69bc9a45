namespace ClusterSetSuite.Simulation.Engine;

/// <summary>What is going to happen, by time and then by order of entry: a binary heap.</summary>
internal sealed class EventQueue
{
    private (long At, long Order, Action Act)[] _heap = new (long, long, Action)[1024];
    private int _count;
    private long _order;

    public bool IsEmpty => _count == 0;

    public long NextAt => _heap[0].At;

    public void Add(long at, Action act)
    {
        if (_count == _heap.Length)
            Array.Resize(ref _heap, _count * 2);
        var i = _count++;
        var item = (at, _order++, act);
        while (i > 0 && IsBefore(item, _heap[(i - 1) / 2]))
        {
            _heap[i] = _heap[(i - 1) / 2];
            i = (i - 1) / 2;
        }

        _heap[i] = item;
    }

    public Action Take()
    {
        var first = _heap[0].Act;
        var last = _heap[--_count];
        var i = 0;
        for (var child = 1; child < _count; child = (2 * i) + 1)
        {
            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]))
                child++;
            if (!IsBefore(_heap[child], last))
                break;
            _heap[i] = _heap[child];
            i = child;
        }

        _heap[i] = last;
        _heap[_count] = default;
        return first;
    }

    private static bool IsBefore((long At, long Order, Action Act) one, (long At, long Order, Action Act) other) =>
        one.At < other.At || (one.At == other.At && one.Order < other.Order);
}
