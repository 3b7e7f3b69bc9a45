namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>Nothing can be done now; the same is tried again after <see cref="Delay"/>.</summary>
public sealed class TryLaterException(string message, TimeSpan delay) : Exception(message)
{
    /// <summary>How long to wait.</summary>
    public TimeSpan Delay { get; } = delay;
}
