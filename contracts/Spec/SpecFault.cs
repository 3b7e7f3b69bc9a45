namespace ClusterSetSuite.Contracts.Spec;

/// <summary>One thing wrong with a spec.</summary>
/// <param name="Path">Where, for example <c>sites[1].cluster.baseServerId</c>; empty for the document as a whole.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record SpecFault(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
