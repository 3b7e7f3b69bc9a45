namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>
/// Whether the bus has a living channel to the broker. The bus replaces a dead one only when nobody uses it any more: an answer that waits on it, and the delivery that waits for that
/// answer, would keep each other and the dead channel for minutes (seen with MassTransit 8.5 and RabbitMQ.Client 7.2). So both let go at once when it is lost.
/// </summary>
internal sealed class BrokerLink : IDisposable
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _lost = new();
    private long _taken;

    /// <summary>Made for a bus that needs no broker: up for ever.</summary>
    public static BrokerLink AlwaysUp()
    {
        var link = new BrokerLink();
        link.Up();
        return link;
    }

    /// <summary>Whether messages can be published now.</summary>
    public bool IsUp => UpAgain.IsCompleted;

    /// <summary>Ends when messages can be published.</summary>
    public Task UpAgain
    {
        get
        {
            lock (_gate)
                return _up.Task;
        }
    }

    /// <summary>Cancelled when the channel that is used now is lost.</summary>
    public CancellationToken Lost
    {
        get
        {
            lock (_gate)
                return _lost.Token;
        }
    }

    /// <summary>How many messages the broker has taken from this process.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>The broker has taken a message.</summary>
    public void CountTaken() => Interlocked.Increment(ref _taken);

    /// <summary>There is a new channel.</summary>
    public void Up()
    {
        lock (_gate)
        {
            if (_lost.IsCancellationRequested)
                _lost = new CancellationTokenSource(); // the old one is still held by those who are being cancelled, and needs no disposal: it has no timer
            _up.TrySetResult();
        }
    }

    /// <summary>The channel is dead.</summary>
    public void Down()
    {
        CancellationTokenSource lost;
        lock (_gate)
        {
            if (!_up.Task.IsCompleted)
                return;
            _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lost = _lost;
        }

        lost.Cancel();
    }

    public void Dispose() => _lost.Dispose();
}
