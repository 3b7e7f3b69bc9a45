using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Kubernetes;
using ClusterSetSuite.Lab.CoreDns.Serving;

namespace ClusterSetSuite.Lab.CoreDns.Plugins;

/// <summary>Plugin <c>kubernetes</c>: answers for the cluster's zone from its Services and Endpoints.</summary>
public sealed class KubernetesPlugin(KubernetesOptions options, ClusterObjects objects) : IHandler
{
    private readonly ClusterNames _names = new(objects, options.Ttl);

    /// <inheritdoc/>
    public int Order => 70;

    /// <summary>The plugin of a directive.</summary>
    public static KubernetesPlugin Of(Directive directive, IReadOnlyList<DomainName> serverZones, Shared shared)
    {
        var options = KubernetesOptions.Of(directive, serverZones);
        return new KubernetesPlugin(options, shared.Objects(options.Kubeconfig, options.Context));
    }

    /// <inheritdoc/>
    public async Task<DnsMessage> Answer(DnsMessage query, Func<Task<DnsMessage>> next, CancellationToken ct)
    {
        var (name, type) = (query.Question().Name, query.Question().RecordType);
        if (options.Zones.Longest(name) is not { } zone)
            return await next();
        if (!objects.Synced)
            return Replies.Empty(query, ReturnCode.ServerFailure);
        var answer = _names.Look(zone, name, type);
        if (!answer.Exists && options.Fallthrough.Any(through => through.Holds(name)))
            return await next();
        var records = answer.Records.ToList();
        if (records is [CNameRecord alias] && type is RecordType.A or RecordType.Aaaa)
            records.AddRange(await Target(query, (CNameRecord)records[0], next));
        if (records.Count > 0)
            return Replies.Of(query, records, answer.Additional);
        var empty = Replies.Of(query, []);
        empty.ReturnCode = answer.Exists ? ReturnCode.NoError : ReturnCode.NxDomain;
        empty.AuthorityRecords.Add(Soa(zone));
        return empty;
    }

    /// <summary>What an ExternalName's target resolves to, looked up as the server's own plugins do.</summary>
    private static async Task<IEnumerable<DnsRecordBase>> Target(DnsMessage query, CNameRecord alias, Func<Task<DnsMessage>> next)
    {
        var question = query.Questions[0];
        query.Questions[0] = new DnsQuestion(alias.CanonicalName, question.RecordType, question.RecordClass);
        try
        {
            return (await next()).AnswerRecords;
        }
        finally
        {
            query.Questions[0] = question;
        }
    }

    private SoaRecord Soa(DomainName zone)
    {
        var serial = (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new SoaRecord(zone, options.Ttl, DomainName.Parse("ns.dns") + zone, DomainName.Parse("hostmaster") + zone, serial, 7200, 1800, 86400, options.Ttl);
    }
}
