namespace ClusterSetSuite.Simulation.Engine;

/// <summary>A length of the world's true time, in microseconds.</summary>
internal readonly record struct Span(long Micros)
{
    public double Seconds => Micros / 1e6;

    public static Span Of(double seconds) => new((long)(seconds * 1e6));

    public static Span Of(TimeSpan time) => new(time.Ticks / 10);
}
