using System.Collections.Concurrent;

namespace ClusterSetSuite.AgentHost.Sealing;

/// <summary>The last line of defence: secrets that this process has handled, blotted out of every answer, progress text and step log.</summary>
public sealed class SecretMask
{
    private const int Shortest = 6; // shorter values would blot out ordinary words
    private readonly ConcurrentDictionary<string, byte> _secrets = new(StringComparer.Ordinal);

    /// <summary>Adds a secret value, as soon as it is read or opened.</summary>
    public void Remember(string secret)
    {
        if (secret.Length >= Shortest)
            _secrets.TryAdd(secret, 0);
    }

    /// <summary>The text with every known secret replaced by <c>***</c>.</summary>
    public string Apply(string text)
    {
        foreach (var secret in _secrets.Keys)
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        return text;
    }
}
