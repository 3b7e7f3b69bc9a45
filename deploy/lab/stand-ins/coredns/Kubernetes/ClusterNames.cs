using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ClusterSetSuite.Lab.CoreDns.Serving;
using k8s.Models;

namespace ClusterSetSuite.Lab.CoreDns.Kubernetes;

/// <summary>Names of the DNS specification for Kubernetes (version 1.1.0), looked up in the watched objects.</summary>
public sealed class ClusterNames(ClusterObjects objects, int ttl)
{
    /// <summary>Looks a name up.</summary>
    public NameAnswer Look(DomainName zone, DomainName name, RecordType type)
    {
        if (zone.ToString().TrimEnd('.').EndsWith(".arpa", StringComparison.OrdinalIgnoreCase))
            return Pointer(name, type);
        var labels = name.Labels.Take(name.LabelCount - zone.LabelCount).Select(label => label.ToLowerInvariant()).Reverse().ToArray();
        return labels switch
        {
            [] or ["svc"] or ["pod"] => NameAnswer.NoData,
            ["dns-version"] => type == RecordType.Txt ? NameAnswer.Of([new TxtRecord(name, ttl, "1.1.0")]) : NameAnswer.NoData,
            ["svc" or "pod", var ns] => objects.HasNamespace(ns) ? NameAnswer.NoData : NameAnswer.None,
            ["pod", var ns, var dashed] when objects.HasNamespace(ns) && IPAddress.TryParse(dashed.Replace('-', '.'), out var ip) => Address(name, type, [ip.ToString()]),
            ["svc", var ns, var service] => OfService(zone, name, type, ns, service),
            ["svc", var ns, var service, var host] when !host.StartsWith('_') => Address(name, type, [.. Hosts(ns, service).Where(h => h.Name == host).Select(h => h.Ip)], mustHave: true),
            ["svc", var ns, var service, var protocol, var port] when protocol.StartsWith('_') && port.StartsWith('_') => Ports(zone, name, type, ns, service, protocol[1..], port[1..]),
            _ => NameAnswer.None,
        };
    }

    private NameAnswer OfService(DomainName zone, DomainName name, RecordType type, string ns, string service)
    {
        var found = objects.Service(ns, service);
        if (found is null)
            return NameAnswer.None;
        if (found.Spec.Type == "ExternalName")
        {
            return type is RecordType.CName or RecordType.A or RecordType.Aaaa
                ? NameAnswer.Of([new CNameRecord(name, ttl, ZoneNames.Name(found.Spec.ExternalName))])
                : NameAnswer.NoData;
        }

        return type == RecordType.Srv
            ? Srv(zone, name, ns, found, null, null)
            : IsHeadless(found)
                ? Address(name, type, [.. Hosts(ns, service).Select(host => host.Ip)], mustHave: true)
                : Address(name, type, [found.Spec.ClusterIP]);
    }

    private NameAnswer Address(DomainName name, RecordType type, IReadOnlyList<string> ips, bool mustHave = false)
    {
        if (mustHave && ips.Count == 0)
            return NameAnswer.None;
        return type == RecordType.A
            ? NameAnswer.Of(ips.Distinct().Select(ip => new ARecord(name, ttl, IPAddress.Parse(ip))))
            : NameAnswer.NoData;
    }

    private NameAnswer Ports(DomainName zone, DomainName name, RecordType type, string ns, string service, string protocol, string port)
    {
        if (objects.Service(ns, service) is not { } found || found.Spec.Type == "ExternalName")
            return NameAnswer.None;
        var answer = Srv(zone, name, ns, found, protocol, port);
        return answer.Records.Count == 0 ? NameAnswer.None : type == RecordType.Srv ? answer : NameAnswer.NoData;
    }

    private NameAnswer Srv(DomainName zone, DomainName name, string ns, V1Service service, string? protocol, string? port)
    {
        var own = DomainName.Parse($"{service.Metadata.Name}.{ns}.svc") + zone;
        var targets = IsHeadless(service)
            ? objects.Addresses(ns, service.Metadata.Name).SelectMany(found => (found.Subset.Ports ?? []).Select(p => (p.Name, p.Protocol, Port: p.Port, Target: DomainName.Parse(HostName(found.Address)) + own, found.Address.Ip)))
            : service.Spec.Ports.Select(p => (p.Name, p.Protocol, Port: p.Port, Target: own, Ip: service.Spec.ClusterIP));
        var wanted = targets
            .Where(t => (port is null || t.Name == port) && (protocol is null || string.Equals(t.Protocol, protocol, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        var weight = (ushort)(wanted.Count == 0 ? 0 : 100 / wanted.Count);
        return new NameAnswer(
            true,
            [.. wanted.Select(t => new SrvRecord(name, ttl, 0, weight, (ushort)t.Port, t.Target))],
            [.. wanted.DistinctBy(t => t.Target).Select(t => new ARecord(t.Target, ttl, IPAddress.Parse(t.Ip)))]);
    }

    private NameAnswer Pointer(DomainName name, RecordType type)
    {
        var ip = string.Join('.', name.Labels.Take(4).Reverse());
        if (objects.Services.FirstOrDefault(service => service.Spec.ClusterIP == ip) is not { } found)
            return NameAnswer.None;
        return type == RecordType.Ptr
            ? NameAnswer.Of([new PtrRecord(name, ttl, DomainName.Parse($"{found.Metadata.Name}.{found.Metadata.NamespaceProperty}.svc.cluster.local"))])
            : NameAnswer.NoData;
    }

    private IEnumerable<(string Name, string Ip)> Hosts(string ns, string service) =>
        objects.Service(ns, service) is { } found && IsHeadless(found)
            ? objects.Addresses(ns, service).Select(address => (HostName(address.Address), address.Address.Ip))
            : [];

    private static string HostName(V1EndpointAddress address) =>
        string.IsNullOrEmpty(address.Hostname) ? address.Ip.Replace('.', '-').Replace(':', '-') : address.Hostname;

    private static bool IsHeadless(V1Service service) => service.Spec.ClusterIP is null or "None";
}
