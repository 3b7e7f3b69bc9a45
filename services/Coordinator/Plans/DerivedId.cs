using System.Security.Cryptography;
using System.Text;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Ids that follow from others: whoever works one out gets the same.</summary>
internal static class DerivedId
{
    /// <summary>The id of something that belongs to an operation.</summary>
    public static Guid Of(Guid operation, string what) => Of($"{operation}/{what}");

    /// <summary>The id of something that has a name.</summary>
    public static Guid Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
