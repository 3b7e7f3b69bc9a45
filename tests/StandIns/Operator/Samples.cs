using System.Text.Json.Nodes;
using ClusterSetSuite.Lab.Operator.Members;
using ClusterSetSuite.Lab.Operator.Spec;

namespace ClusterSetSuite.Lab.Operator.Tests;

/// <summary>Resources and views that the tests start from.</summary>
internal static class Samples
{
    public static readonly Settings Defaults = new();

    public static JsonObject Resource(string spec, string name = "prd", string ns = "mysql-prod") => new()
    {
        ["apiVersion"] = "mysql.oracle.com/v2",
        ["kind"] = "InnoDBCluster",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
        ["spec"] = JsonNode.Parse(spec),
    };

    /// <summary>The usual cluster, with some fields set otherwise.</summary>
    public static ClusterSpec SpecOf(string changes = "{}", string name = "prd")
    {
        var resource = Resource("""{"secretName": "mypwds", "tlsUseSelfSigned": true, "instances": 3, "baseServerId": 100, "router": {"instances": 1}}""", name);
        foreach (var (key, value) in JsonNode.Parse(changes)!.AsObject())
            resource["spec"]![key] = value?.DeepClone();
        return ClusterSpec.Parse(resource);
    }

    public static string Endpoint(int index) => $"prd-{index}:3306";

    /// <summary>A member in a state, with what it sees of members 0, 1, 2 ("" where it does not see one).</summary>
    public static MemberView Member(int index, MemberStatus status, bool primary = false, string sees = "ONLINE ONLINE ONLINE")
    {
        var states = sees.Split(' ');
        var peers = Enumerable.Range(0, states.Length).Where(i => states[i] != "-").ToDictionary(Endpoint, i => states[i]);
        return new MemberView
        {
            Pod = $"prd-{index}",
            Index = index,
            Endpoint = Endpoint(index),
            Status = status,
            IsPrimary = primary,
            Peers = peers,
            InQuorum = peers.Count(peer => peer.Value is "ONLINE" or "RECOVERING") * 2 > peers.Count(peer => peer.Value != "(MISSING)"),
            ClusterType = "PRIMARY",
        };
    }
}
