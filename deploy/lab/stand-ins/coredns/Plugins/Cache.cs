using System.Collections.Concurrent;
using System.Globalization;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Serving;

namespace ClusterSetSuite.Lab.CoreDns.Plugins;

/// <summary>Plugin <c>cache</c>: keeps answers for their TTL, at most the given seconds, and failures for 5 seconds.</summary>
public sealed class Cache(TimeSpan longest, TimeSpan longestDenial) : IHandler
{
    private const int MostEntries = 9984;
    private static readonly TimeSpan Failure = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<(DomainName Name, RecordType Type), (DateTime Until, DnsMessage Reply)> _kept = new();

    /// <inheritdoc/>
    public int Order => 40;

    /// <summary>The plugin of a directive: <c>cache [TTL]</c>.</summary>
    public static Cache Of(Directive directive)
    {
        var argument = directive.Argument;
        var seconds = 0;
        if (argument is not null && !int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && argument.Trim('.').Length > 0)
            throw directive.Error(directive.Tokens[1], $"cache TTL can not be zero or negative: {argument}");
        return seconds > 0
            ? new Cache(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds))
            : new Cache(TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));
    }

    /// <inheritdoc/>
    public async Task<DnsMessage> Answer(DnsMessage query, Func<Task<DnsMessage>> next, CancellationToken ct)
    {
        var key = (query.Question().Name, query.Question().RecordType);
        if (_kept.TryGetValue(key, out var kept) && kept.Until > DateTime.UtcNow)
            return Replies.Like(query, kept.Reply);
        var reply = await next();
        if (_kept.Count >= MostEntries)
            _kept.Clear();
        _kept[key] = (DateTime.UtcNow + TimeToKeep(reply), reply);
        return reply;
    }

    private TimeSpan TimeToKeep(DnsMessage reply)
    {
        if (reply.ReturnCode is not (ReturnCode.NoError or ReturnCode.NxDomain))
            return Failure;
        var records = reply.AnswerRecords.Concat(reply.AuthorityRecords).ToList();
        var ttl = TimeSpan.FromSeconds(records.Count == 0 ? 5 : records.Min(record => record is SoaRecord soa ? Math.Min(soa.TimeToLive, soa.NegativeCachingTTL) : record.TimeToLive));
        var most = reply.AnswerRecords.Count > 0 ? longest : longestDenial;
        return ttl < most ? ttl : most;
    }
}
