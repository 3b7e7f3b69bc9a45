namespace ClusterSetSuite.Simulation.Engine;

/// <summary>Loses, delays, repeats and reorders messages; every direction between two places can be cut by itself.</summary>
internal sealed class Network(World world, int places)
{
    private readonly int[,] _cuts = new int[places, places];

    /// <summary>The share of messages that are lost.</summary>
    public double Loss { get; set; }

    /// <summary>The share of messages that take up to <see cref="SlowLimit"/>.</summary>
    public double Slow { get; set; }

    public Span SlowLimit { get; set; } = Span.Of(3);

    public bool IsCut(int from, int to) => _cuts[from, to] > 0;

    public bool AreConnected(int one, int other) => !IsCut(one, other) && !IsCut(other, one);

    public void Cut(int from, int to) => _cuts[from, to]++;

    public void Heal(int from, int to) => _cuts[from, to] = Math.Max(0, _cuts[from, to] - 1);

    public void HealAll()
    {
        Array.Clear(_cuts);
        (Loss, Slow) = (0, 0);
    }

    /// <summary>Sends over the direct way.</summary>
    public void Send(int from, Node to, Action arrive)
    {
        if (IsCut(from, to.Place) || world.Rng.Chance(Loss))
            return;
        Carry(to, arrive);
        if (world.Rng.Chance(0.01))
            Carry(to, arrive);
    }

    /// <summary>Sends over the broker and the direct way. What the broker can not deliver may wait in a queue and come much later.</summary>
    public void SendTwoWays(int from, Node to, Action arrive)
    {
        if (!IsCut(from, to.Place) && !world.Rng.Chance(Loss))
            Carry(to, arrive);
        else if (world.Broker.IsAlive && !IsCut(from, world.Broker.Place))
            SendByBroker(to, arrive);
        if (world.Rng.Chance(0.01) && world.Broker.IsAlive && !IsCut(from, world.Broker.Place))
            SendByBroker(to, arrive);
    }

    private void SendByBroker(Node to, Action arrive)
    {
        if (!IsCut(world.Broker.Place, to.Place) && to.IsAlive)
            Carry(to, arrive);
        else if (world.Rng.Chance(0.2))
            world.At(world.Now + world.Rng.Seconds(1, 40).Micros, () =>
            {
                if (world.Broker.IsAlive && !IsCut(world.Broker.Place, to.Place))
                    Carry(to, arrive);
            });
    }

    private void Carry(Node to, Action arrive)
    {
        var delay = world.Rng.Chance(Slow) ? world.Rng.Between(100_000, SlowLimit.Micros) : world.Rng.Between(1_000, 40_000);
        world.At(world.Now + delay, () => to.Run(arrive));
    }
}
