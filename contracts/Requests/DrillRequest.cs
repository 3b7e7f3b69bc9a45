namespace ClusterSetSuite.Contracts.Requests;

/// <summary>A wish to see that the primary can be moved: to another site and, when the set is HEALTHY there, back again: <c>POST /v1/clustersets/{name}/drill</c>.</summary>
public sealed record DrillRequest
{
    /// <summary>The site that shall have the primary for a while.</summary>
    public string To { get; init; } = "";

    /// <summary>How far the target of either move may be behind when it starts, for example <c>10s</c>.</summary>
    public string MaxLag { get; init; } = "10s";

    /// <summary>How long each move itself may wait for transactions and locks before it is put back, for example <c>30s</c>.</summary>
    public string Timeout { get; init; } = "30s";

    /// <summary>One of its moves.</summary>
    public SwitchoverRequest MoveTo(string site) => new() { To = site, MaxLag = MaxLag, Timeout = Timeout };

    /// <summary>The time of the table that it was due at, UTC; null for one that a person asked for.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
