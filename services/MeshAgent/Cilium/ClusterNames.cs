using System.Text.RegularExpressions;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Which names and ids Cilium takes for a cluster of a mesh.</summary>
public static partial class ClusterNames
{
    /// <summary>Why a name and id can not be used, or null.</summary>
    public static string? Fault(string name, int id) =>
        name == "default" ? "a cluster of a mesh can not be named 'default'"
        : name.Length > 32 ? $"'{name}' has {name.Length} characters, Cilium takes 32 at most"
        : !Shape().IsMatch(name) ? $"'{name}' is no Cilium cluster name: small letters, digits and '-' only, not starting or ending with '-'"
        : id is < 1 or > 255 ? $"{id} is no Cilium cluster id: 1 to 255"
        : null;

    [GeneratedRegex(@"\A([a-z0-9][-a-z0-9]*)?[a-z0-9]\z")]
    private static partial Regex Shape();
}
