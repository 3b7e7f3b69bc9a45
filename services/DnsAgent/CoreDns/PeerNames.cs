using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.Corefiles;
using k8s.Models;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Looks whether every DNS server of the cluster resolves the peers' probe names to the peers.</summary>
public sealed class PeerNames(ClusterDnsFinder finder, IDnsQueries queries)
{
    /// <summary>Asks all of them at once and returns what is not as it should be, for people; empty when all is well.</summary>
    /// <param name="zones">The peers' zones.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<string>> Wrong(IReadOnlyList<ForwardedZone> zones, CancellationToken ct)
    {
        var dns = await finder.Find(ct);
        if (dns.Ready.Count == 0)
            return [$"no DNS pod behind {dns.Namespace}/{dns.Service.Metadata.Name} is ready"];
        var asked = zones.SelectMany(zone => dns.Ready
            .Select(pod => Pod(dns, pod, zone, ct))
            .Append(Service(dns, zone, ct)));
        return
        [
            .. (await Task.WhenAll(asked))
                .Where(answer => answer.Reply is not null && !string.Equals(answer.Reply.Target, answer.Zone.Probe.Target, StringComparison.OrdinalIgnoreCase))
                .Select(answer => $"{answer.Reply!.Server} answers {answer.Reply.Said} for {answer.Zone.Probe.Name} of {answer.Zone.Site}"),
        ];
    }

    /// <summary>As <see cref="Wrong(IReadOnlyList{ForwardedZone}, CancellationToken)"/>, and the pods that do not serve by the text with the mark yet: those first.</summary>
    public async Task<IReadOnlyList<string>> Wrong(IReadOnlyList<ForwardedZone> zones, LoadMark mark, CancellationToken ct)
    {
        if (zones.Count == 0)
            return []; // Nothing is forwarded any more, so there is nothing to prove.
        var dns = await finder.Find(ct);
        var read = await Task.WhenAll(dns.Ready.Select(async pod => (pod, HasRead: await queries.HasRead(dns, pod, mark, ct))));
        var behind = read.Where(seen => !seen.HasRead).Select(seen => $"pod {seen.pod.Name()} still serves by the old Corefile").ToList();
        return behind.Count > 0 ? behind : await Wrong(zones, ct);
    }

    private async Task<(ForwardedZone Zone, DnsReply? Reply)> Pod(ClusterDns dns, V1Pod pod, ForwardedZone zone, CancellationToken ct) =>
        (zone, await queries.AskPod(dns, pod, zone.Probe, ct));

    private async Task<(ForwardedZone Zone, DnsReply? Reply)> Service(ClusterDns dns, ForwardedZone zone, CancellationToken ct) =>
        (zone, await queries.AskService(dns, zone.Probe, ct));
}
