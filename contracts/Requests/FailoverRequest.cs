namespace ClusterSetSuite.Contracts.Requests;

/// <summary>A person's decision to make another site the primary because the old one is lost: <c>POST /v1/clustersets/{name}/failover</c>.</summary>
public sealed record FailoverRequest
{
    /// <summary>The site that shall have the primary.</summary>
    public string To { get; init; } = "";

    /// <summary>The ClusterSet's name once more: transactions that were not replicated will be lost.</summary>
    public string Confirm { get; init; } = "";

    /// <summary>How long the promotion may wait for transactions to be applied, for example <c>60s</c>.</summary>
    public string Timeout { get; init; } = "60s";
}
