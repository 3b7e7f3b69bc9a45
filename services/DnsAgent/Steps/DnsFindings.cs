using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.Corefiles;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.Steps;

/// <summary>What a site's DNS says about the wanted forwarding. Pure: every finding has its case in the tests.</summary>
public static class DnsFindings
{
    /// <summary>The oldest CoreDNS that the suite has been tried on.</summary>
    private static readonly Version Oldest = new(1, 8);

    /// <summary>All findings of a DNS that was found.</summary>
    public static IReadOnlyList<SiteFinding> Of(InspectDns command, DnsSituation seen) =>
        [.. Range(command), .. Port(command, seen), .. Nodes(seen), .. Text(command, seen), .. Flavour(seen), .. Version(seen)];

    /// <summary>What rights are missing.</summary>
    public static SiteFinding Rights(IReadOnlyList<string> missing) => SiteFinding.Error(
        $"the DNS agent may not: {string.Join("; ", missing)}", "its steps would fail half way", "Give its ServiceAccount the role of the chart site-agents.");

    /// <summary>A DNS that can not be used.</summary>
    public static SiteFinding Refused(StepState.Unsafe refused) => SiteFinding.Error(refused.Reason, "the peers' zones can not be forwarded here", refused.Advice);

    private static IEnumerable<SiteFinding> Range(InspectDns command)
    {
        if (command.NodePort is < 30000 or > 32767)
            yield return SiteFinding.Error($"NodePort {command.NodePort} is outside 30000-32767", "the API server refuses it", "Set dns.nodePort to a number in this range.");
    }

    private static IEnumerable<SiteFinding> Port(InspectDns command, DnsSituation seen)
    {
        if (seen.NodePort is { } given && given != command.NodePort)
            yield return SiteFinding.Info($"the DNS is exposed on NodePort {given} already, the spec says {command.NodePort}", "the port that the peers know stays");
        else if (seen.NodePort is null && seen.PortHolder is { } holder)
            yield return SiteFinding.Info($"NodePort {command.NodePort} belongs to Service {holder}", "another is taken for the DNS, and told to the peers");
    }

    private static IEnumerable<SiteFinding> Nodes(DnsSituation seen)
    {
        if (seen.Nodes.Count == 0)
            yield return SiteFinding.Error("no ready node has an InternalIP", "the peers would have no address to ask", "Bring a node of this site up.");
        if (seen.Nodes.Count > CorefileReader.MostUpstreams)
            yield return SiteFinding.Info($"{seen.Nodes.Count} nodes are ready", $"the peers ask the first {CorefileReader.MostUpstreams} of them by name: CoreDNS does not start with more upstreams");
    }

    private static IEnumerable<SiteFinding> Text(InspectDns command, DnsSituation seen)
    {
        var source = seen.Source;
        if (source.Main.Faults is [var fault, ..])
        {
            yield return SiteFinding.Error(CorefileVerdict.Broken(source, fault).Reason, "it still serves, but the next DNS pod that starts would crash", fault.Advice);
            yield break;
        }

        var foreign = source.IsCustom ? source.Main : CorefileReader.Read(OwnBlock.RemoveAll(source.Text), []);
        foreach (var zone in command.PeerZones)
        {
            if (foreign.Serving(zone, source.Main.Port) is not { } block)
                continue;
            if (block.Has("forward"))
                yield return SiteFinding.Info($"the Corefile in ConfigMap {source.Name} forwards {zone} already (line {block.Line}), by a block that is not the suite's", "it is adopted as it is, and has to resolve the peer's names; node changes are then yours to follow");
            else
                yield return SiteFinding.Error(CorefileVerdict.Taken(source, zone, block).Reason, "CoreDNS does not start when a zone is served twice", $"Remove the block of {zone} (the suite then forwards it), or set dns.mode: none to keep yours.");
        }
    }

    private static IEnumerable<SiteFinding> Flavour(DnsSituation seen)
    {
        if (seen.Source.IsCustom)
            yield return SiteFinding.Info($"the forwarding goes into ConfigMap {seen.Source.Name}, which the Corefile imports", "the DNS pods are restarted one after another, because an imported file is not watched");
        else if (seen.Source.Main is { Faults: [], Reloads: false })
            yield return SiteFinding.Warning("the Corefile has no plugin reload", "the DNS pods are restarted, one after another, at every change of the forwarding", "Add the line 'reload' to the block '.:53'.");
        if (!seen.Source.IsCustom && Keeper(seen.Source.Map) is { } keeper)
            yield return SiteFinding.Warning($"ConfigMap {seen.Source.Name} is kept by {keeper}", "its next upgrade may take the forwarding out; the drift check then finds and repairs it", "Put the blocks between the markers into the platform's own configuration as well.");
        if (seen.HasNodeCache)
            yield return SiteFinding.Info("NodeLocal DNSCache runs here", "names of peers that change may be answered from it for up to 30 s more");
    }

    private static IEnumerable<SiteFinding> Version(DnsSituation seen)
    {
        if (System.Version.TryParse(seen.Dns.Version?.TrimStart('v').Split('-', '+')[0], out var version) && version < Oldest)
            yield return SiteFinding.Warning($"CoreDNS is {seen.Dns.Version}", $"the suite has been tried with {Oldest} and newer", "Upgrade CoreDNS.");
    }

    private static string? Keeper(V1ConfigMap map) => map switch
    {
        _ when map.GetLabel("eks.amazonaws.com/component") is not null => "the EKS add-on (configurationValues)",
        _ when map.GetAnnotation("meta.helm.sh/release-name") is { } release => $"Helm release {release}",
        _ => null,
    };
}
