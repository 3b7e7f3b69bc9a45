namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>What a server said of a name.</summary>
/// <param name="Server">Which server, for people.</param>
/// <param name="Target">The CNAME that it answered, without the last dot; null where it answered none.</param>
/// <param name="Said">Its response code, or why there was no answer.</param>
public sealed record DnsReply(string Server, string? Target, string Said);
