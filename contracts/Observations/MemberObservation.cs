using System.Text.Json.Serialization;

namespace ClusterSetSuite.Contracts.Observations;

/// <summary>What one server says of itself; all of it read in one round on one connection.</summary>
public sealed record MemberObservation
{
    /// <summary>Its pod.</summary>
    public required string Pod { get; init; }

    /// <summary>Why it could not be asked; null when it answered, and only then the rest means anything.</summary>
    public string? Unreachable { get; init; }

    /// <summary>server_uuid.</summary>
    public string Uuid { get; init; } = "";

    /// <summary>The address that AdminAPI knows it by, <c>host:port</c>; empty where it is not known.</summary>
    public string Address { get; init; } = "";

    /// <summary>Its own row in the group: ONLINE, RECOVERING, ERROR, UNREACHABLE, or OFFLINE (also without a group).</summary>
    public string State { get; init; } = "OFFLINE";

    /// <summary>PRIMARY or SECONDARY while in a group.</summary>
    public string Role { get; init; } = "";

    /// <summary>The members of the group as it sees them: server_uuid to state.</summary>
    public IReadOnlyDictionary<string, string> Group { get; init; } = new Dictionary<string, string>();

    /// <summary>super_read_only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>read_only, which shuts all accounts but administrators (CONNECTION_ADMIN) out of writing; <c>super_read_only</c> switches it on too, and leaves it on when it is switched off alone.</summary>
    public bool ReadOnlyForClients { get; init; }

    /// <summary>offline_mode.</summary>
    public bool Offline { get; init; }

    /// <summary>gtid_executed on one line; GTIDs may be tagged.</summary>
    public string Executed { get; init; } = "";

    /// <summary>The channel from the primary cluster, or null where there is none.</summary>
    public ChannelObservation? Channel { get; init; }

    /// <summary>The ClusterSet as its metadata has it, or null where it has none.</summary>
    public SetObservation? Set { get; init; }

    /// <summary>Whether it answered.</summary>
    [JsonIgnore]
    public bool Answers => Unreachable is null;

    /// <summary>
    /// Whether it would take a write of a client. Group Replication lets no transaction pass on a member that is recovering (ER_GRP_RPL_CANNOT_EXECUTE_TRANS_WHILE_RECOVERING),
    /// and switches its <c>super_read_only</c> off itself while the member is cloned.
    /// </summary>
    [JsonIgnore]
    public bool IsWritable => Answers && !ReadOnly && !Offline && !IsRecovering;

    /// <summary>Whether it would take writes of administrators alone.</summary>
    [JsonIgnore]
    public bool IsForAdministratorsOnly => IsWritable && ReadOnlyForClients;

    /// <summary>Whether it is on its way into the group.</summary>
    [JsonIgnore]
    public bool IsRecovering => State == "RECOVERING";

    /// <summary>Whether it is in its group or on its way into it.</summary>
    [JsonIgnore]
    public bool IsInGroup => State is "ONLINE" or "RECOVERING";

    /// <summary>Whether it is the group's primary, by its own word.</summary>
    [JsonIgnore]
    public bool IsPrimary => this is { Unreachable: null, State: "ONLINE", Role: "PRIMARY" };

    /// <summary>Whether it sees most members of its group ONLINE.</summary>
    [JsonIgnore]
    public bool HasQuorum => State == "ONLINE" && 2 * Group.Values.Count(state => state == "ONLINE") > Group.Count;
}
