namespace ClusterSetSuite.Lab.Operator.Objects;

/// <summary>Names that the real operator uses.</summary>
public static class Names
{
    /// <summary>API group of the resource.</summary>
    public const string Group = "mysql.oracle.com";

    /// <summary>Served version.</summary>
    public const string Version = "v2";

    /// <summary>Plural of the resource.</summary>
    public const string Plural = "innodbclusters";

    /// <summary>Kind of the resource.</summary>
    public const string Kind = "InnoDBCluster";

    /// <summary>Keeps the resource until its last pod is gone.</summary>
    public const string ClusterFinalizer = "mysql.oracle.com/cluster";

    /// <summary>Keeps a pod until it has left the group.</summary>
    public const string MembershipFinalizer = "mysql.oracle.com/membership";

    /// <summary>Readiness gate: the server and its accounts are set up.</summary>
    public const string ConfiguredGate = "mysql.oracle.com/configured";

    /// <summary>Readiness gate: the member is ONLINE in its group.</summary>
    public const string ReadyGate = "mysql.oracle.com/ready";

    /// <summary>Annotation of a pod: what the operator last saw of the member.</summary>
    public const string MembershipInfo = "mysql.oracle.com/membership-info";

    /// <summary>Annotation of the resource: what the operator has to remember of the cluster.</summary>
    public const string ClusterInfo = "mysql.oracle.com/cluster-info";

    /// <summary>Label of a pod: PRIMARY or SECONDARY.</summary>
    public const string RoleLabel = "mysql.oracle.com/cluster-role";

    /// <summary>Label on everything that belongs to one cluster.</summary>
    public const string ClusterLabel = "mysql.oracle.com/cluster";

    /// <summary>Account that the operator and DBAs manage the group with.</summary>
    public const string AdminUser = "mysqladmin";

    /// <summary>Account of the routers.</summary>
    public const string RouterUser = "mysqlrouter";

    /// <summary>Account of backups.</summary>
    public const string BackupUser = "mysqlbackup";
}
