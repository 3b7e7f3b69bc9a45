namespace ClusterSetSuite.Lab.Cilium.Certificates;

/// <summary>One certificate to be made.</summary>
/// <param name="Secret">The Secret it goes into.</param>
/// <param name="CommonName">Its subject.</param>
/// <param name="DnsNames">Its names, for a server.</param>
/// <param name="Addresses">Its addresses, for a server.</param>
public sealed record LeafRequest(string Secret, string CommonName, IReadOnlyList<string> DnsNames, IReadOnlyList<string> Addresses);
