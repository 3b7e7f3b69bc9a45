namespace ClusterSetSuite.Contracts.Steps;

/// <summary>A text that only one agent can read: a JWE in compact form, encrypted to that agent's public key by the agent that sends it.</summary>
/// <param name="Jwe">The compact serialisation (RFC 7516).</param>
public sealed record Sealed(string Jwe);

/// <summary>To whom a secret is sealed.</summary>
/// <param name="Site">The receiving agent's site.</param>
/// <param name="PublicKey">Its public key as a JWK in JSON (RFC 7517).</param>
public sealed record Recipient(string Site, string PublicKey);
