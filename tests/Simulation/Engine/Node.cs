namespace ClusterSetSuite.Simulation.Engine;

/// <summary>A process on a machine: it can crash, be paused, and has a clock of its own.</summary>
internal class Node(World world, string name, int place)
{
    private readonly Queue<(int Life, Action Act)> _deferred = new();
    private readonly long _offset = world.Rng.Between(0, 1_000_000_000);
    private readonly double _rate = 1 + ((world.Rng.Fraction() - 0.5) * 2 * world.Drift);
    private long _pausedUntil;

    public string Name { get; } = name;

    /// <summary>Its place in the network.</summary>
    public int Place { get; } = place;

    public bool IsAlive { get; private set; } = true;

    public int Life { get; private set; }

    /// <summary>Its monotonic clock: goes on while it is paused, and at a slightly wrong rate.</summary>
    public TimeSpan Clock => TimeSpan.FromTicks((long)(World.Now * 10 * _rate) + _offset);

    protected World World { get; } = world;

    /// <summary>Runs something in this process now, or when its pause ends; never when it is dead.</summary>
    public void Run(Action act)
    {
        if (!IsAlive)
            return;
        if (World.Now < _pausedUntil)
            _deferred.Enqueue((Life, act));
        else
            act();
    }

    /// <summary>Runs something after a time on its own clock, unless it dies before.</summary>
    public void After(TimeSpan delay, Action act)
    {
        var life = Life;
        World.At(World.Now + (long)(delay.Ticks / 10 / _rate), () =>
        {
            if (life == Life)
                Run(act);
        });
    }

    public void Pause(Span length)
    {
        var until = World.Now + length.Micros;
        if (until <= _pausedUntil)
            return;
        _pausedUntil = until;
        World.Log($"{Name} is paused for {length.Seconds:0.0} s");
        World.At(until, Resume);
    }

    public void Wake()
    {
        _pausedUntil = Math.Min(_pausedUntil, World.Now);
        Resume();
    }

    public void Crash()
    {
        if (!IsAlive)
            return;
        World.Log($"{Name} crashes");
        IsAlive = false;
        Life++;
        _deferred.Clear();
        _pausedUntil = 0;
        OnCrash();
    }

    public void Start()
    {
        if (IsAlive)
            return;
        World.Log($"{Name} starts");
        IsAlive = true;
        OnStart();
    }

    protected virtual void OnCrash()
    {
    }

    protected virtual void OnStart()
    {
    }

    private void Resume()
    {
        if (World.Now < _pausedUntil)
            return;
        while (_deferred.TryDequeue(out var item))
            if (item.Life == Life)
                Run(item.Act);
    }
}
