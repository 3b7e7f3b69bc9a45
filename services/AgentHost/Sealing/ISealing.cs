using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.AgentHost.Sealing;

/// <summary>Seals secrets to other agents and opens those sealed to this one (JWE, RFC 7516). The private key never leaves the site.</summary>
public interface ISealing
{
    /// <summary>This agent's public key as JWK.</summary>
    Task<string> PublicKey(CancellationToken ct);

    /// <summary>Seals a text to a recipient.</summary>
    /// <exception cref="Steps.StepRefusedException">The recipient's key can not be used.</exception>
    Sealed Seal(Recipient recipient, string secret);

    /// <summary>Opens what was sealed to this agent.</summary>
    /// <exception cref="Steps.StepFailedException">It was sealed to another key: run the operation again so that it is sealed anew.</exception>
    Task<string> Open(Sealed secret, CancellationToken ct);
}
