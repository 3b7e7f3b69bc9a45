namespace ClusterSetSuite.Contracts.Requests;

/// <summary>A person's wish to take a replica site out of a ClusterSet: <c>POST /v1/clustersets/{name}/remove</c>. Its cluster goes on by itself, with its data.</summary>
public sealed record RemoveRequest
{
    /// <summary>The site.</summary>
    public string Site { get; init; } = "";

    /// <summary>True when the site can not be reached: the set lets it go, and the site is cleaned by itself when its agents report again.</summary>
    public bool Unreachable { get; init; }
}

/// <summary>A person's wish to end a ClusterSet: <c>POST /v1/clustersets/{name}/dissolve</c>. Every cluster goes on by itself, with its data.</summary>
public sealed record DissolveRequest
{
    /// <summary>Sites that can not be reached; they are cleaned by themselves when their agents report again.</summary>
    public IReadOnlyList<string> Unreachable { get; init; } = [];
}
