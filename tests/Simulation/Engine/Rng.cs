namespace ClusterSetSuite.Simulation.Engine;

/// <summary>Seeded random numbers (xoroshiro128+), the same on every machine and in every version of .NET.</summary>
internal sealed class Rng
{
    private ulong _a;
    private ulong _b;

    public Rng(long seed)
    {
        var state = (ulong)seed;
        (_a, _b) = (Mix(ref state), Mix(ref state));
    }

    public ulong Next()
    {
        var (a, b) = (_a, _b);
        var result = a + b;
        b ^= a;
        (_a, _b) = (ulong.RotateLeft(a, 24) ^ b ^ (b << 16), ulong.RotateLeft(b, 37));
        return result;
    }

    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Fraction() < probability;

    public int Below(int limit) => (int)(Fraction() * limit);

    public long Between(long low, long high) => low + (long)(Fraction() * (high - low));

    /// <summary>A time between two, in seconds.</summary>
    public Span Seconds(double low, double high) => new((long)((low + (Fraction() * (high - low))) * 1_000_000));

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    private static ulong Mix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
