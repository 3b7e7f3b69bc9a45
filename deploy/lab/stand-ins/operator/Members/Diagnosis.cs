namespace ClusterSetSuite.Lab.Operator.Members;

/// <summary>State of a cluster, drawn from its members' views by the rules of the real operator's `diagnose.py`.</summary>
public sealed record Diagnosis
{
    /// <summary>One of <see cref="ClusterStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Members of the working partition (of all of them in a split brain).</summary>
    public IReadOnlyList<MemberView> Online { get; init; } = [];

    /// <summary>The primary of the working partition.</summary>
    public MemberView? Primary { get; init; }

    /// <summary>Members of the largest partition without quorum.</summary>
    public IReadOnlyList<MemberView> QuorumCandidates { get; init; } = [];

    /// <summary>All views it was drawn from.</summary>
    public IReadOnlyList<MemberView> Members { get; init; } = [];

    /// <summary>Role in the ClusterSet; UNKNOWN where no member can tell.</summary>
    public string Type { get; init; } = "UNKNOWN";

    /// <summary>Draws the state. Throws <see cref="TryLaterException"/> while the members contradict each other, as they do for moments.</summary>
    public static Diagnosis Of(IReadOnlyList<MemberView> views, bool created, bool deleting)
    {
        if (!created && !deleting)
            return new Diagnosis { Status = ClusterStatus.Initializing, Members = views };
        var unsure = views.Any(view => view.Status == MemberStatus.Unknown);
        var offline = views.Any(view => view.Status is MemberStatus.Offline or MemberStatus.Unmanaged);
        var online = views.Where(view => view.Status is MemberStatus.Online or MemberStatus.Recovering).ToDictionary(view => view.Endpoint);
        if (online.Count == 0)
            return new Diagnosis { Status = WithoutMembers(offline, unsure, deleting), Members = views };
        var active = ActivePartitions(online);
        return active.Count switch
        {
            0 => new Diagnosis { Status = Uncertain(ClusterStatus.NoQuorum, unsure), QuorumCandidates = LargestBlocked(online), Members = views },
            1 => new Diagnosis
            {
                Status = unsure ? ClusterStatus.OnlineUncertain : offline ? ClusterStatus.OnlinePartial : ClusterStatus.Online,
                Online = active[0],
                Primary = active[0].FirstOrDefault(member => member.IsPrimary),
                Members = views,
                Type = unsure ? "UNKNOWN" : active[0][0].ClusterType,
            },
            _ => new Diagnosis { Status = Uncertain(ClusterStatus.SplitBrain, unsure), Online = [.. active.SelectMany(part => part)], Members = views },
        };
    }

    private static string WithoutMembers(bool offline, bool unsure, bool deleting) =>
        deleting ? ClusterStatus.Finalizing : offline ? Uncertain(ClusterStatus.Offline, unsure) : ClusterStatus.Unknown;

    private static string Uncertain(string status, bool unsure) => unsure ? status + "_UNCERTAIN" : status;

    private static List<List<MemberView>> ActivePartitions(Dictionary<string, MemberView> online)
    {
        var active = new List<List<MemberView>>();
        var quorumWithoutPrimary = false;
        foreach (var member in online.Values.Where(member => member.InQuorum))
        {
            var part = member.Peers.Where(peer => peer.Value is "ONLINE" or "RECOVERING").Select(peer => peer.Key).ToList();
            if (part.Except(online.Keys).Any())
                throw new TryLaterException("Cluster status results inconsistent", TimeSpan.FromSeconds(5));
            if (member.IsPrimary)
                active.Add([.. part.Select(peer => online[peer])]);
            else
                quorumWithoutPrimary = true;
        }
        return active.Count == 0 && quorumWithoutPrimary
            ? throw new TryLaterException("Cluster has quorum but no PRIMARY", TimeSpan.FromSeconds(5))
            : active;
    }

    private static List<MemberView> LargestBlocked(Dictionary<string, MemberView> online) =>
        online.Values.Where(member => !member.InQuorum)
            .Select(member => member.Peers.Where(peer => peer.Value is not ("(MISSING)" or "UNREACHABLE") && online.ContainsKey(peer.Key)).Select(peer => online[peer.Key]).ToList())
            .OrderByDescending(part => part.Count).FirstOrDefault() ?? [];
}
