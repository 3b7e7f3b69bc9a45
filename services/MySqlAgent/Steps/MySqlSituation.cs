using ClusterSetSuite.MySqlAgent.Operator;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>All that the inspection of a site's MySQL side looks at.</summary>
public sealed record MySqlSituation
{
    /// <summary>The operators that run here, each as <c>namespace/name</c>.</summary>
    public required IReadOnlyList<string> Operators { get; init; }

    /// <summary>The version of the only operator, or null.</summary>
    public string? OperatorVersion { get; init; }

    /// <summary>Whether it has the cluster's domain set.</summary>
    public bool HasDomain { get; init; }

    /// <summary>Whether the agent has a manifest to install an operator from.</summary>
    public bool HasManifest { get; init; }

    /// <summary>The InnoDBCluster of the wanted name, or null.</summary>
    public InnoDbCluster? Existing { get; init; }

    /// <summary>Each StorageClass, and whether it is the default.</summary>
    public required IReadOnlyDictionary<string, bool> StorageClasses { get; init; }

    /// <summary>The version of an existing cluster's servers, or null.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The version of the MySQL Shell that the agent uses, or null where it can not be asked yet.</summary>
    public string? ShellVersion { get; init; }
}
