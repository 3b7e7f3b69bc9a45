using ClusterSetSuite.DnsAgent.Corefiles;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Where the forwarding goes: the Corefile itself, or, where the platform keeps that one, a file of ConfigMap <c>coredns-custom</c> that it imports (AKS, k3s, OKE).</summary>
/// <param name="Map">The ConfigMap to edit.</param>
/// <param name="Key">The key in it.</param>
/// <param name="Main">The Corefile.</param>
/// <param name="IsCustom">Whether the key is one of <c>coredns-custom</c>.</param>
public sealed record CorefileSource(V1ConfigMap Map, string Key, Corefile Main, bool IsCustom)
{
    /// <summary>The text to edit; empty where the key is not there yet.</summary>
    public string Text => Map.Data?.TryGetValue(Key, out var text) == true ? text : "";

    /// <summary>The ConfigMap's name for people.</summary>
    public string Name => $"{Map.Namespace()}/{Map.Name()}";

    /// <summary>The key's text read together with the Corefile that imports it.</summary>
    /// <param name="text">The text of the key.</param>
    /// <param name="extraPlugins">Plugins of an own build.</param>
    public Corefile Whole(string text, IReadOnlyCollection<string> extraPlugins)
    {
        var own = CorefileReader.Read(text, extraPlugins);
        if (!IsCustom)
            return own;
        var others = (Map.Data ?? new Dictionary<string, string>())
            .Where(entry => entry.Key != Key && entry.Key.EndsWith(".server", StringComparison.Ordinal))
            .SelectMany(entry => CorefileReader.Read(entry.Value, extraPlugins).Blocks);
        var faults = text.Length == 0 ? Main.Faults : [.. Main.Faults, .. own.Faults];
        return new Corefile([.. Main.Blocks, .. others, .. own.Blocks], faults) { Imports = Main.Imports };
    }
}
