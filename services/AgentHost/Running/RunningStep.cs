namespace ClusterSetSuite.AgentHost.Running;

/// <summary>One run of one step, and the highest attempt that was asked for while it ran.</summary>
internal sealed class RunningStep(int attempt)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempt = attempt;
    private bool _closed;

    /// <summary>The highest attempt asked so far.</summary>
    public int Attempt => Volatile.Read(ref _attempt);

    /// <summary>Ends when the answer is published.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Joins this run; false when its answer is made already, so that the step must run anew.</summary>
    public bool TryJoin(int attempt)
    {
        lock (_gate)
        {
            if (!_closed)
                _attempt = Math.Max(_attempt, attempt);
            return !_closed;
        }
    }

    /// <summary>No one joins from now on; returns the attempt to answer.</summary>
    public int Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _attempt;
        }
    }

    /// <summary>The answer is out.</summary>
    public void End() => _ended.TrySetResult();
}
