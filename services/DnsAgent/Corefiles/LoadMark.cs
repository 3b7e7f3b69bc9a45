using System.Security.Cryptography;
using System.Text;

namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>A name that only a CoreDNS with this very text answers: while the old configuration still serves, the peers' names may resolve by it, so they prove nothing of a change.</summary>
/// <remarks><c>coredns_reload_version_info</c> can not be used: after a failed reload it shows the new hash too (field notes, lab).</remarks>
/// <param name="Name">For example <c>c0123456789abcdef.clusterset.invalid</c>.</param>
public sealed record LoadMark(string Name)
{
    /// <summary>What the name resolves to: an address of the range for documentation (RFC 5737).</summary>
    public const string Address = "192.0.2.1";

    /// <summary>The mark of a text.</summary>
    public static LoadMark Of(string text) => new($"c{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}.clusterset.invalid");

    /// <summary>The server block that answers it.</summary>
    /// <param name="port">The port of the main block.</param>
    public string Block(int port) => $$"""
        # Answered only once CoreDNS has read the blocks above.
        {{Name}}:{{port}} {
            hosts {
                {{Address}} {{Name}}
            }
        }

        """;
}
