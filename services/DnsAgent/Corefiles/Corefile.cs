namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>A Corefile as this agent understands it.</summary>
/// <param name="Blocks">The server blocks that could be read.</param>
/// <param name="Faults">Everything wrong with the text; empty for a sound one.</param>
public sealed record Corefile(IReadOnlyList<CorefileBlock> Blocks, IReadOnlyList<CorefileFault> Faults)
{
    /// <summary>The block that answers everything else: its port is the port on which the cluster's DNS listens (53; 5353 on OpenShift, 8053 on Gardener).</summary>
    public CorefileBlock? Main =>
        Blocks.FirstOrDefault(block => block.Keys.Any(key => key.Zone == ".")) ?? Blocks.FirstOrDefault(block => block.Has("kubernetes"));

    /// <summary>The port of <see cref="Main"/>.</summary>
    public int Port => Main?.Keys.FirstOrDefault(key => key.Zone == ".")?.Port ?? (Main?.Keys is [var key, ..] ? key.Port : 53);

    /// <summary>Whether CoreDNS looks for changes by itself.</summary>
    public bool Reloads => Blocks.Any(block => block.Has("reload"));

    /// <summary>The <c>import</c> patterns, at the top and inside blocks.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>The block that serves a zone on a port, or null.</summary>
    public CorefileBlock? Serving(string zone, int port) => Blocks.FirstOrDefault(block => block.Keys.Contains(new ZoneKey(ZoneKey.Normal(zone), port)));
}
