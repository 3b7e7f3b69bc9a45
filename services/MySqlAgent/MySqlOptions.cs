using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.MySqlAgent;

/// <summary>How this agent drives MySQL and its operator.</summary>
public sealed class MySqlOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "MySql";

    /// <summary>Path of a mysqlsh on this machine; when absent, mysqlsh runs in the <see cref="SidecarContainer"/> of a MySQL pod.</summary>
    public string? LocalShell { get; set; }

    /// <summary>The container of a MySQL pod that has mysqlsh.</summary>
    [Required]
    public string SidecarContainer { get; set; } = "sidecar";

    /// <summary>File, or folder of <c>*.yaml</c> files, with the MySQL Operator's manifest; absent when the operator is installed by other means.</summary>
    public string? OperatorManifest { get; set; }

    /// <summary>Namespace for those objects of the manifest that name none.</summary>
    [Required]
    public string OperatorNamespace { get; set; } = "mysql-operator";

    /// <summary>TCP port of the servers inside their pods.</summary>
    [Range(1, 65535)]
    public int ServerPort { get; set; } = 3306;

    /// <summary>The longest a short AdminAPI call (status, createClusterSet) may take.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan ShellLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest a call that clones a server may take; large data takes hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "2.00:00:00")]
    public TimeSpan CloneLimit { get; set; } = TimeSpan.FromHours(12);

    /// <summary>The longest wait for an InnoDBCluster to come ONLINE.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "06:00:00")]
    public TimeSpan OnlineLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest wait for a Deployment (operator, routers) to roll out.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "06:00:00")]
    public TimeSpan RolloutLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest wait for something that settles by itself within seconds: replication of a row, a status, a name.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SettleLimit { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>The longest that one look at one server may take: one that takes longer counts as one that does not answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LookLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait for a replica to apply what it has received.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromMinutes(25);

    /// <summary>The longest that starting a whole group again may take; it waits a minute for the group's own start to give up.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "06:00:00")]
    public TimeSpan RebootLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that one observation of one server may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ObserveLimit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time between two looks for clusters that are to be observed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan FindInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The namespaces in which this agent may look for clusters; none means all.</summary>
    public IReadOnlyList<string> Namespaces { get; set; } = [];

    /// <summary>Time between two looks at something that has no watch.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(2);
}
