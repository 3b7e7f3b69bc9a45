using System.Collections.Concurrent;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Integration.Tests.Operations;

/// <summary>What the steps of these tests change: a set of things that have been done, with how often each was.</summary>
public sealed class World
{
    private readonly ConcurrentDictionary<string, int> applied = new();

    /// <summary>How long a change takes, so that there is a middle in which something can die.</summary>
    public TimeSpan Takes { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What was changed, and how often.</summary>
    public IReadOnlyDictionary<string, int> Applied => applied;

    public bool Has(string thing) => applied.ContainsKey(thing);

    public void Apply(string thing) => applied.AddOrUpdate(thing, 1, (_, times) => times + 1);

    /// <summary>The facts that a command of this kind tells on a site, or null where it tells none.</summary>
    public static object? Facts(IStepCommand command, string site) => command switch
    {
        InspectMesh => new MeshProfile { KubernetesVersion = "v1.20.2", PodCidrs = [PodCidr(site)], NodeAddresses = [Node(site)] },
        InspectDns => new DnsProfile { Service = "kube-system/kube-dns", ConfigMap = "kube-system/coredns" },
        InspectMySql => new MySqlProfile { PublicKey = "{}" },
        EnableMesh mesh => new MeshEndpoint
        {
            ClusterName = mesh.ClusterName,
            ClusterId = mesh.ClusterId,
            Addresses = [Node(site)],
            Port = mesh.NodePort,
            CaCertificate = "-",
            MaxConnectedClusters = 255,
            Datapath = "tunnel/vxlan",
            PodCidrs = [PodCidr(site)],
        },
        ExposeDns dns => new DnsEndpoint { Addresses = [Node(site)], Port = dns.NodePort },
        PublishProbeName probe => new DnsProbe { Name = $"clusterset-probe.{probe.Namespace}.svc.cluster.local", Target = $"{site}.clusterset.invalid" },
        GenerateCredentials credentials => new SealedCredentials(credentials.Recipients.ToDictionary(recipient => recipient.Site, _ => new Sealed("a.b.c.d.e"))),
        WriteProbeRow => new ProbeRow("token", "4c94ba74-e71d-11f1-a80f-02fc00000001:1-4"),
        VerifyClusterSet => new ClusterSetStatus("HEALTHY", []),
        _ => null,
    };

    private static string PodCidr(string site) => site switch { "prod" => "10.244.0.0/16", "dr" => "10.245.0.0/16", _ => "10.246.0.0/16" };

    private static string Node(string site) => site switch { "prod" => "172.30.0.11", "dr" => "172.30.0.12", _ => "172.30.0.13" };
}
