using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using Jose;

namespace ClusterSetSuite.AgentHost.Sealing;

/// <summary>JWE with RSA-OAEP-256 and A256GCM.</summary>
internal sealed class JweSealing(AgentKey key, SecretMask mask) : ISealing
{
    private const int LeastBits = 2048;

    public async Task<string> PublicKey(CancellationToken ct)
    {
        using var own = await key.Get(ct);
        var parts = own.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new PublicJwk("RSA", "RSA-OAEP-256", "enc", Base64Url.Encode(parts.Modulus!), Base64Url.Encode(parts.Exponent!)), Jwk);
    }

    public Sealed Seal(Recipient recipient, string secret)
    {
        mask.Remember(secret);
        using var rsa = Import(recipient);
        return new Sealed(JWE.EncryptBytes(Encoding.UTF8.GetBytes(secret), [new JweRecipient(JweAlgorithm.RSA_OAEP_256, rsa)], JweEncryption.A256GCM, mode: SerializationMode.Compact));
    }

    public async Task<string> Open(Sealed secret, CancellationToken ct)
    {
        using var own = await key.Get(ct);
        try
        {
            var plain = JWE.Decrypt(secret.Jwe, own, JweAlgorithm.RSA_OAEP_256, JweEncryption.A256GCM).Plaintext;
            mask.Remember(plain);
            return plain;
        }
        catch (Exception e) when (e is JoseException or CryptographicException or FormatException or JsonException or ArgumentException or IndexOutOfRangeException)
        {
            // No inner exception: nothing of the sealed text or the key may reach a log.
            throw new StepFailedException("a secret was sealed to another key than this agent's", "start the operation again, so that it is sealed anew", retriable: false);
        }
    }

    private static RSA Import(Recipient recipient)
    {
        var rsa = RSA.Create();
        try
        {
            var jwk = JsonSerializer.Deserialize<PublicJwk>(recipient.PublicKey, Jwk);
            if (jwk is not { Kty: "RSA", N: { } modulus, E: { } exponent })
                throw Unusable(recipient, "it is no RSA key");
            rsa.ImportParameters(new RSAParameters { Modulus = Base64Url.Decode(modulus), Exponent = Base64Url.Decode(exponent) });
            return rsa.KeySize >= LeastBits ? rsa : throw Unusable(recipient, $"{rsa.KeySize} bits are too few");
        }
        catch (Exception e)
        {
            rsa.Dispose();
            throw e is JsonException or FormatException or CryptographicException or ArgumentException ? Unusable(recipient, e.Message) : e;
        }
    }

    private static StepRefusedException Unusable(Recipient recipient, string why) =>
        new($"the public key of site {recipient.Site} can not be used: {why}", "update that site's agents, then start the operation again");

    private static readonly JsonSerializerOptions Jwk = new(JsonSerializerDefaults.Web);

    /// <summary>RFC 7517, public members only.</summary>
    private sealed record PublicJwk(string Kty, string Alg, string Use, string N, string E);
}
