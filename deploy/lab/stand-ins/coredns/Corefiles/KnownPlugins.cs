namespace ClusterSetSuite.Lab.CoreDns.Corefiles;

/// <summary>The directives that the real CoreDNS knows (its plugin.cfg); any other is a start-up error.</summary>
public static class KnownPlugins
{
    /// <summary>Those that change nothing that the lab can see, so they are taken and left alone.</summary>
    public static readonly IReadOnlySet<string> Inert = new HashSet<string>
    {
        "root", "metadata", "cancel", "timeouts", "multisocket", "nsid", "bufsize", "debug", "trace", "pprof", "errors", "log", "dnstap",
        "any", "chaos", "loadbalance", "minimal", "on",
    };

    /// <summary>Those that this server does.</summary>
    public static readonly IReadOnlySet<string> Served = new HashSet<string>
    {
        "reload", "bind", "ready", "health", "prometheus", "cache", "hosts", "kubernetes", "loop", "forward", "import",
    };

    /// <summary>All of them; those in neither of the other two are refused with a message of our own.</summary>
    public static readonly IReadOnlySet<string> All = new HashSet<string>([.. Inert, .. Served,
        "geoip", "template", "tls", "local", "dns64", "acl", "tsig", "rewrite", "header", "dnssec", "autopath", "transfer", "route53", "azure",
        "clouddns", "k8s_external", "file", "auto", "secondary", "etcd", "grpc", "erratic", "whoami", "sign", "view"]);
}
