using System.Runtime.CompilerServices;

namespace ClusterSetSuite.Simulation.Engine;

/// <summary>A line of the trace that costs nothing when nobody reads it.</summary>
[InterpolatedStringHandler]
internal ref struct TraceLine
{
    private DefaultInterpolatedStringHandler _text;

    public TraceLine(int literals, int holes, World world, out bool isRead)
    {
        isRead = world.IsTraced;
        _text = isRead ? new(literals, holes, System.Globalization.CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _text.AppendFormatted(value, format);

    public string ToStringAndClear() => _text.ToStringAndClear();
}
