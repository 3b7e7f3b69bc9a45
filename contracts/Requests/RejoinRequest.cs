namespace ClusterSetSuite.Contracts.Requests;

/// <summary>A person's wish to take a site's cluster back into the set as a replica: <c>POST /v1/clustersets/{name}/rejoin</c>.</summary>
public sealed record RejoinRequest
{
    /// <summary>The site.</summary>
    public string Site { get; init; } = "";
}
