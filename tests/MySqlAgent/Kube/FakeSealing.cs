using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.MySqlAgent.Tests.Kube;

/// <summary>Seals by marking: sealing itself is tested where it is made.</summary>
internal sealed class FakeSealing : ISealing
{
    public Task<string> PublicKey(CancellationToken ct) => Task.FromResult("key");

    public Sealed Seal(Recipient recipient, string secret) => new($"sealed:{secret}");

    public Task<string> Open(Sealed secret, CancellationToken ct) => Task.FromResult(secret.Jwe["sealed:".Length..]);
}
