namespace ClusterSetSuite.Lab.Operator;

/// <summary>What the operator's Deployment sets, under the real operator's names where it has them.</summary>
public sealed record Settings
{
    /// <summary>Domain of the Kubernetes cluster (`MYSQL_OPERATOR_K8S_CLUSTER_DOMAIN`), part of every member's address.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>Where server and router images come from when the resource names no repository.</summary>
    public string Repository { get; init; } = "registry.lab";

    /// <summary>Pull policy when the resource names none.</summary>
    public string PullPolicy { get; init; } = "IfNotPresent";

    /// <summary>Image of the `sidecar` container; it holds mysqlsh.</summary>
    public string SidecarImage { get; init; } = "registry.lab/mysqlsh:lab";

    /// <summary>Server version when the resource names none; also the newest version accepted.</summary>
    public string DefaultVersion { get; init; } = "9.7.4";

    /// <summary>Reach members by pod IP instead of by name, for an operator started outside the cluster.</summary>
    public bool ConnectByAddress { get; init; }

    /// <summary>Pause between two looks at the resources.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads the environment.</summary>
    public static Settings FromEnvironment()
    {
        var defaults = new Settings();
        return defaults with
        {
            ClusterDomain = Read("MYSQL_OPERATOR_K8S_CLUSTER_DOMAIN") ?? defaults.ClusterDomain,
            Repository = Read("MYSQL_OPERATOR_DEFAULT_REPOSITORY") ?? defaults.Repository,
            PullPolicy = Read("MYSQL_OPERATOR_IMAGE_PULL_POLICY") ?? defaults.PullPolicy,
            SidecarImage = Read("LAB_SIDECAR_IMAGE") ?? defaults.SidecarImage,
            DefaultVersion = Read("MYSQL_OPERATOR_DEFAULT_VERSION") ?? defaults.DefaultVersion,
            ConnectByAddress = Read("LAB_CONNECT_BY_ADDRESS") == "1",
        };
    }

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
