using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace ClusterSetSuite.Lab.CoreDns.Serving;

/// <summary>The counters that people and programs look at, in Prometheus' text form and with the real names.</summary>
public sealed class Metrics
{
    private readonly ConcurrentDictionary<(string Zone, string Code), long> _responses = new();
    private int _reloadFailures;
    private string _hash = "";

    /// <summary>A reload was tried and failed.</summary>
    public void ReloadFailed() => Interlocked.Increment(ref _reloadFailures);

    /// <summary>A new text was tried; the real one tells the new hash even when the reload failed.</summary>
    public void Tried(string hash) => _hash = hash;

    /// <summary>A query was answered.</summary>
    public void Answered(string zone, string code) => _responses.AddOrUpdate((zone, code), 1, (_, count) => count + 1);

    /// <summary>The page.</summary>
    public string Text()
    {
        var page = new StringBuilder()
            .AppendLine("# TYPE coredns_build_info gauge")
            .AppendLine("coredns_build_info{goversion=\"none\",revision=\"lab\",version=\"lab\"} 1")
            .AppendLine("# TYPE coredns_reload_failed_total counter")
            .AppendLine(CultureInfo.InvariantCulture, $"coredns_reload_failed_total {_reloadFailures}");
        if (_hash.Length > 0)
            page.AppendLine("# TYPE coredns_reload_version_info gauge").AppendLine(CultureInfo.InvariantCulture, $"coredns_reload_version_info{{hash=\"sha512\",value=\"{_hash}\"}} 1");
        page.AppendLine("# TYPE coredns_dns_responses_total counter");
        foreach (var ((zone, code), count) in _responses)
            page.AppendLine(CultureInfo.InvariantCulture, $"coredns_dns_responses_total{{rcode=\"{code}\",zone=\"{zone}\"}} {count}");
        return page.ToString();
    }
}
