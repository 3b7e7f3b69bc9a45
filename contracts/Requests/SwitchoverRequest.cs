namespace ClusterSetSuite.Contracts.Requests;

/// <summary>A person's wish to move the primary to another site, both being well: <c>POST /v1/clustersets/{name}/switchover</c>.</summary>
public sealed record SwitchoverRequest
{
    /// <summary>The site that shall have the primary.</summary>
    public string To { get; init; } = "";

    /// <summary>How far the target may be behind when the switch starts, for example <c>10s</c>.</summary>
    public string MaxLag { get; init; } = "10s";

    /// <summary>How long the switch itself may wait for transactions and locks before everything is put back, for example <c>30s</c>.</summary>
    public string Timeout { get; init; } = "30s";

    /// <summary>Sites of unreachable replicas that the set shall go on without; they must be rejoined later.</summary>
    public IReadOnlyList<string> Invalidate { get; init; } = [];
}
