using ARSoft.Tools.Net.Dns;

namespace ClusterSetSuite.Lab.CoreDns.Kubernetes;

/// <summary>What the cluster knows of a name.</summary>
/// <param name="Exists">False for NXDOMAIN.</param>
/// <param name="Records">Those of the asked type; none with <paramref name="Exists"/> is NODATA.</param>
/// <param name="Additional">Addresses of an SRV answer's targets.</param>
public sealed record NameAnswer(bool Exists, IReadOnlyList<DnsRecordBase> Records, IReadOnlyList<DnsRecordBase> Additional)
{
    /// <summary>No such name.</summary>
    public static readonly NameAnswer None = new(false, [], []);

    /// <summary>A name without records of the asked type.</summary>
    public static readonly NameAnswer NoData = new(true, [], []);

    /// <summary>Records.</summary>
    public static NameAnswer Of(IEnumerable<DnsRecordBase> records) => new(true, [.. records], []);
}
