namespace ClusterSetSuite.Contracts.Requests;

/// <summary>A person's wish to take a site's cluster back into the set as a replica: <c>POST /v1/clustersets/{name}/rejoin</c>.</summary>
public sealed record RejoinRequest
{
    /// <summary>The site.</summary>
    public string Site { get; init; } = "";

    /// <summary>Whether its data is given up, and made anew by clone from the primary.</summary>
    public bool ByClone { get; init; }

    /// <summary>The ClusterSet's name once more where <see cref="ByClone"/> is set: the site's transactions that the primary has not are lost.</summary>
    public string Confirm { get; init; } = "";
}
