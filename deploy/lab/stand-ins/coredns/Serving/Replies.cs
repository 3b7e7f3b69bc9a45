using ARSoft.Tools.Net.Dns;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>Makes answers.</summary>
public static class Replies
{
    /// <summary>The only question; others than one are refused before.</summary>
    public static DnsQuestion Question(this DnsMessage message) => message.Questions[0];

    /// <summary>An answer without records.</summary>
    public static DnsMessage Empty(DnsMessage query, ReturnCode code)
    {
        var reply = query.CreateResponseInstance();
        reply.ReturnCode = code;
        return reply;
    }

    /// <summary>An authoritative answer.</summary>
    public static DnsMessage Of(DnsMessage query, IEnumerable<DnsRecordBase> records, IEnumerable<DnsRecordBase>? additional = null)
    {
        var reply = Empty(query, ReturnCode.NoError);
        reply.IsAuthoritiveAnswer = true;
        reply.AnswerRecords.AddRange(records);
        reply.AdditionalRecords.AddRange(additional ?? []);
        return reply;
    }

    /// <summary>An answer to <paramref name="query"/> with the content of another answer.</summary>
    public static DnsMessage Like(DnsMessage query, DnsMessage other)
    {
        var reply = Empty(query, other.ReturnCode);
        reply.IsAuthoritiveAnswer = other.IsAuthoritiveAnswer;
        reply.IsRecursionAllowed = other.IsRecursionAllowed;
        reply.AnswerRecords.AddRange(other.AnswerRecords);
        reply.AuthorityRecords.AddRange(other.AuthorityRecords);
        reply.AdditionalRecords.AddRange(other.AdditionalRecords.Where(record => record.RecordType != RecordType.Opt));
        return reply;
    }
}
