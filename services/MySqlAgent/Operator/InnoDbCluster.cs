using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>What the suite reads of an InnoDBCluster resource.</summary>
public sealed record InnoDbCluster
{
    /// <summary>Name, generation and the like.</summary>
    public k8s.Models.V1ObjectMeta Metadata { get; init; } = new();

    /// <summary>What was asked for.</summary>
    public ClusterWish Spec { get; init; } = new();

    /// <summary>What the operator tells; null before it has seen the resource.</summary>
    public ClusterState? Status { get; init; }

    /// <summary>ONLINE and so on; empty before the operator has told any.</summary>
    [JsonIgnore]
    public string State => Status?.Cluster?.Status ?? "";

    /// <summary>Servers that the operator sees ONLINE.</summary>
    [JsonIgnore]
    public int Online => Status?.Cluster?.OnlineInstances ?? 0;

    /// <summary>Whether the operator has once made the group: it never makes it a second time.</summary>
    [JsonIgnore]
    public bool WasMade => Status?.CreateTime is not null;
}

/// <summary>The part of <c>spec</c> that matters here.</summary>
public sealed record ClusterWish
{
    /// <summary>Servers.</summary>
    public int? Instances { get; init; }

    /// <summary>First server_id.</summary>
    public long? BaseServerId { get; init; }

    /// <summary>The root account's Secret.</summary>
    public string? SecretName { get; init; }

    /// <summary>The servers' version; null for the operator's default.</summary>
    public string? Version { get; init; }

    /// <summary>The routers.</summary>
    public RouterWish? Router { get; init; }

    /// <summary>What is laid over the pods' template.</summary>
    public JsonElement? PodSpec { get; init; }

    /// <summary>Whether the pods have the second enforcer of the right to write.</summary>
    [JsonIgnore]
    public bool IsEnforced => PodSpec?.GetRawText().Contains(Guarding.EnforcerProbe.Mark, StringComparison.Ordinal) == true;
}

/// <summary>The routers that were asked for.</summary>
public sealed record RouterWish
{
    /// <summary>How many.</summary>
    public int? Instances { get; init; }

    /// <summary>What is added to the command line of <c>mysqlrouter --bootstrap</c>.</summary>
    public IReadOnlyList<string>? BootstrapOptions { get; init; }

    /// <summary>What is laid over the routers' pods' template.</summary>
    public JsonElement? PodSpec { get; init; }
}

/// <summary><c>status</c>.</summary>
public sealed record ClusterState
{
    /// <summary>The group as the operator sees it.</summary>
    public GroupState? Cluster { get; init; }

    /// <summary>When the operator made the group.</summary>
    public string? CreateTime { get; init; }
}

/// <summary><c>status.cluster</c>.</summary>
public sealed record GroupState
{
    /// <summary>PENDING, INITIALIZING, ONLINE, ... (field notes, operator).</summary>
    public string? Status { get; init; }

    /// <summary>Servers ONLINE.</summary>
    public int? OnlineInstances { get; init; }
}
