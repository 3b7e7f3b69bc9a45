namespace ClusterSetSuite.Contracts;

/// <summary>The three agents of a site.</summary>
public static class AgentNames
{
    /// <summary>Drives Cilium.</summary>
    public const string Mesh = "mesh-agent";

    /// <summary>Drives CoreDNS.</summary>
    public const string Dns = "dns-agent";

    /// <summary>Drives the MySQL Operator's resources and AdminAPI.</summary>
    public const string MySql = "mysql-agent";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Mesh, Dns, MySql];
}
