namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>What one server says of itself.</summary>
/// <param name="Pod">Its pod.</param>
public sealed record ServerView(string Pod)
{
    /// <summary>Why it could not be asked; null when it answered, and only then the rest means anything.</summary>
    public string? Unreachable { get; init; }

    /// <summary>server_uuid.</summary>
    public string Uuid { get; init; } = "";

    /// <summary>Its own row in the group: ONLINE, RECOVERING, ERROR, UNREACHABLE, or OFFLINE (also without a group).</summary>
    public string State { get; init; } = "OFFLINE";

    /// <summary>PRIMARY or SECONDARY while in a group.</summary>
    public string Role { get; init; } = "";

    /// <summary>The members it sees: server_uuid to state.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it has AdminAPI's metadata schema.</summary>
    public bool HasMetadata { get; init; }

    /// <summary>The cluster that the metadata places it in, or null for none.</summary>
    public string? ClusterName { get; init; }

    /// <summary>The ClusterSet of that cluster, or null for none.</summary>
    public string? SetName { get; init; }

    /// <summary>PRIMARY or REPLICA in the set.</summary>
    public string? SetRole { get; init; }

    /// <summary>Whether the set has invalidated its cluster.</summary>
    public bool Invalidated { get; init; }

    /// <summary>The ClusterSets that its metadata tells of, whether or not it is in one: a cloned server tells of its donor's.</summary>
    public IReadOnlyList<string> KnownSets { get; init; } = [];

    /// <summary>Whether it answered.</summary>
    public bool Answers => Unreachable is null;

    /// <summary>Whether it takes part in a group.</summary>
    public bool InGroup => State is "ONLINE" or "RECOVERING" or "UNREACHABLE";
}
