namespace ClusterSetSuite.DnsAgent.Corefiles;

/// <summary>The plugins of the released CoreDNS (plugin.cfg up to 1.12); a name outside of it is a start-up error there.</summary>
public static class CorefilePlugins
{
    /// <summary>Their names.</summary>
    public static readonly IReadOnlySet<string> Released = new HashSet<string>(
        ("root metadata geoip cancel tls timeouts multisocket quic reload nsid bufsize bind debug trace ready health pprof prometheus errors log dnstap local "
        + "dns64 acl any chaos loadbalance tsig cache rewrite header dnssec autopath minimal template transfer hosts route53 azure clouddns "
        + "k8s_external kubernetes file auto secondary etcd nomad loop forward grpc grpc_server https https3 erratic whoami on sign view import federation proxy "
        + "multicluster").Split(' '));
}
