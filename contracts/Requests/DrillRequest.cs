namespace ClusterSetSuite.Contracts.Requests;

/// <summary>
/// A wish to see that the primary can be moved, to another site and, when the set is HEALTHY there, back again; or that it is replaced by itself when its site is cut off from all others:
/// <c>POST /v1/clustersets/{name}/drill</c>.
/// </summary>
public sealed record DrillRequest
{
    /// <summary>The site that shall have the primary for a while; where the primary's site is cut off, the one that the detector is to choose.</summary>
    public string To { get; init; } = "";

    /// <summary>How far the target of either move may be behind when it starts, for example <c>10s</c>.</summary>
    public string MaxLag { get; init; } = "10s";

    /// <summary>How long each move itself may wait for transactions and locks before it is put back, for example <c>30s</c>.</summary>
    public string Timeout { get; init; } = "30s";

    /// <summary>Whether the primary's site is cut off, for the detector to replace it and the site to be taken back; it stays a replica. Writes are away for the failover delay and some seconds.</summary>
    public bool Isolate { get; init; }

    /// <summary>The ClusterSet's name once more, where the site is cut off.</summary>
    public string Confirm { get; init; } = "";

    /// <summary>One of its moves.</summary>
    public SwitchoverRequest MoveTo(string site) => new() { To = site, MaxLag = MaxLag, Timeout = Timeout };

    /// <summary>The time of the table that it was due at, UTC; null for one that a person asked for.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
