namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>What speaks for and against a failover, before it is asked for: <c>GET /v1/clustersets/{name}/failover?to=SITE</c>. The operation itself asks everybody again.</summary>
public sealed record FailoverEvidenceView
{
    /// <summary>The site that has the primary by the newest view.</summary>
    public required string Primary { get; init; }

    /// <summary>The site that would get it.</summary>
    public required string To { get; init; }

    /// <summary>What every site tells, one sentence each.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>Why it would be refused; empty when nothing speaks against it.</summary>
    public required IReadOnlyList<string> Refusals { get; init; }

    /// <summary>What would be lost as far as can be told, for people.</summary>
    public required string EstimatedLoss { get; init; }

    /// <summary>Transactions that the primary was seen to have and the target has not received; null when the primary was never seen.</summary>
    public string? KnownLost { get; init; }

    /// <summary>Seconds between the last sign of the primary at the target and the last time that the primary was seen alive; null when it can not be told.</summary>
    public double? LossSeconds { get; init; }
}
