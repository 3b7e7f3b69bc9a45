namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>All secret values of a cluster: one map of key to value for each of the <see cref="CredentialSecrets.Kinds"/>.</summary>
/// <param name="Values">Kind to key to value.</param>
public sealed record Credentials(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Values)
{
    /// <summary>Says nothing.</summary>
    public override string ToString() => "credentials";
}
