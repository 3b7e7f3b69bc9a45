using System.Text.Json.Serialization;

namespace ClusterSetSuite.Contracts.Observations;

/// <summary>What all servers of one InnoDB Cluster say of themselves.</summary>
public sealed record ClusterObservation
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the InnoDBCluster resource.</summary>
    public required string Name { get; init; }

    /// <summary>One for each pod, in order.</summary>
    public required IReadOnlyList<MemberObservation> Members { get; init; }

    /// <summary>The group's primary by its own word, or null.</summary>
    [JsonIgnore]
    public MemberObservation? Primary => Members.FirstOrDefault(member => member.IsPrimary);

    /// <summary>Servers that say ONLINE.</summary>
    [JsonIgnore]
    public int Online => Members.Count(member => member is { Unreachable: null, State: "ONLINE" });

    /// <summary>Servers that would take a client's write.</summary>
    [JsonIgnore]
    public IEnumerable<MemberObservation> Writable => Members.Where(member => member.IsWritable);

    /// <summary>The set in the newest view that any of the servers has, or null.</summary>
    [JsonIgnore]
    public SetObservation? Set => Members.Select(member => member.Set).OfType<SetObservation>().MaxBy(set => set.View);

    /// <summary>Whether every server answered.</summary>
    [JsonIgnore]
    public bool Complete => Members.All(member => member.Answers);

    /// <summary>For people: each pod with its state.</summary>
    [JsonIgnore]
    public string Summary => string.Join(", ", Members.Select(member => $"{member.Pod} {(member.Answers ? member.State : $"unreachable ({member.Unreachable})")}"));
}
