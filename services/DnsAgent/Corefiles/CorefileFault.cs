namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>Something in a Corefile that CoreDNS refuses now or at its next start, or that it takes silently for something else than was meant.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Advice">What to do.</param>
public sealed record CorefileFault(int Line, string Problem, string Advice)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {Problem}";
}
