using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Serving;

namespace ClusterSetSuite.Lab.CoreDns.Plugins;

/// <summary>Plugin <c>hosts</c> with inline entries.</summary>
public sealed class Hosts(ILookup<DomainName, IPAddress> entries, bool fallthrough) : IHandler
{
    /// <inheritdoc/>
    public int Order => 60;

    /// <summary>The plugin of a directive.</summary>
    public static Hosts Of(Directive directive, IReadOnlyList<DomainName> zones)
    {
        var entries = directive.Properties
            .Where(line => IPAddress.TryParse(line[0].Text, out _))
            .SelectMany(line => line.Skip(1).Select(name => (Name: ZoneNames.Name(name.Text), Address: IPAddress.Parse(line[0].Text))))
            .Where(entry => zones.Any(zone => zone.Holds(entry.Name)))
            .ToLookup(entry => entry.Name, entry => entry.Address);
        return new Hosts(entries, directive.Properties.Any(line => line[0].Text == "fallthrough"));
    }

    /// <inheritdoc/>
    public async Task<DnsMessage> Answer(DnsMessage query, Func<Task<DnsMessage>> next, CancellationToken ct)
    {
        var name = query.Question().Name;
        if (!entries.Contains(name))
            return fallthrough ? await next() : Replies.Empty(query, ReturnCode.NxDomain);
        return Replies.Of(query, query.Question().RecordType == RecordType.A ? entries[name].Select(address => new ARecord(name, 3600, address)) : []);
    }
}
