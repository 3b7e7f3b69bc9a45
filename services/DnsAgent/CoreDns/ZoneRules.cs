using System.Net;
using System.Text.RegularExpressions;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>What may be forwarded: a namespace of a peer, to the peer, and never back to this site.</summary>
public sealed partial class ZoneRules(NodeAddresses nodes, IOptions<SiteOptions> site, IOptions<DnsOptions> options)
{
    /// <summary>The first zone that must not be forwarded as asked, or null.</summary>
    public async Task<StepState?> Problem(IReadOnlyList<ForwardedZone> zones, CancellationToken ct)
    {
        var own = (await nodes.Find(ct)).ToHashSet();
        return zones.Select(zone => Problem(zone, own)).FirstOrDefault(problem => problem is not null);
    }

    private StepState? Problem(ForwardedZone zone, HashSet<string> own)
    {
        var suffix = $".svc.{options.Value.ClusterDomain}";
        if (!zone.Zone.EndsWith(suffix, StringComparison.Ordinal) || !Label().IsMatch(zone.Zone[..^suffix.Length]))
            return StepState.IsUnsafe($"'{zone.Zone}' is not the zone of a namespace (<namespace>{suffix})", "correct the site's namespace in the spec, or Dns:ClusterDomain of this agent");
        if (zone.Site == site.Value.Name || zone.Upstream.Addresses.Any(own.Contains))
            return StepState.IsUnsafe($"{zone.Zone} would be forwarded to this site itself", "give every site its own cluster and its own agents");
        if (zone.Upstream.Addresses.Count == 0 || !zone.Upstream.Addresses.All(address => IPAddress.TryParse(address, out _)) || zone.Upstream.Port is < 1 or > 65535)
            return StepState.IsUnsafe($"{zone.Site} tells no usable DNS address", $"see the step that exposes the DNS of {zone.Site}");
        return null;
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]
    private static partial Regex Label();
}
