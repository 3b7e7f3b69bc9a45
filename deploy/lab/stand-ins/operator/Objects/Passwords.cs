using System.Security.Cryptography;

namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>Random passwords in the real operator's form: five groups of five, joined by dashes.</summary>
public static class Passwords
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.=";

    /// <summary>A new password of 29 characters, about 150 bits.</summary>
    public static string Next() =>
        string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
