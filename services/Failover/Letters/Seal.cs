using System.Security.Cryptography;
using System.Text;

namespace ClusterSetSuite.Failover.Letters;

/// <summary>
/// Proves that a letter on the direct path comes from somebody with the suite's key, and that an answer belongs to its letter (HMAC-SHA-256, RFC 2104). It hides nothing: letters hold no secrets.
/// </summary>
public sealed class Seal
{
    /// <summary>The HTTP header that holds it.</summary>
    public const string Header = "Clusterset-Seal";

    /// <summary>The path at which guards take letters.</summary>
    public const string Path = "/guard/v1/letters";

    /// <summary>The shortest key, in bytes.</summary>
    public const int ShortestKey = 16;

    private readonly byte[] _key;

    private Seal(byte[] key) => _key = key;

    /// <summary>Reads the key from a file; blanks at its end do not count.</summary>
    /// <exception cref="IOException">The file can not be read.</exception>
    /// <exception cref="FormatException">The key is too short.</exception>
    public static Seal FromFile(string file)
    {
        var key = Encoding.UTF8.GetBytes(File.ReadAllText(file).TrimEnd());
        return key.Length >= ShortestKey ? new(key) : throw new FormatException($"the key in {file} has {key.Length} bytes; {ShortestKey} are the least (openssl rand -hex 32)");
    }

    /// <summary>The seal of a letter.</summary>
    public string Of(ReadOnlySpan<byte> letter) => Convert.ToBase64String(HMACSHA256.HashData(_key, letter));

    /// <summary>The seal of the answer to a letter.</summary>
    public string OfAnswer(string letterSeal, ReadOnlySpan<byte> answer) => Of([.. Encoding.ASCII.GetBytes(letterSeal), .. answer]);

    /// <summary>Whether two seals are the same, in constant time.</summary>
    public static bool AreSame(string? one, string other) =>
        one is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
