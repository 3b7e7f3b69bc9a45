using System.Text.RegularExpressions;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>The rules for names, from the systems that will bear them.</summary>
internal static partial class Names
{
    /// <summary>A ClusterSet, or a cluster in it: AdminAPI's rule, at most 63 characters.</summary>
    public static readonly NameRule InSet = new(
        InSetPattern(), 63, "a ClusterSet name: letters, digits, '_', '-', '.', and a letter or '_' first");

    /// <summary>A site: Cilium's rule for a cluster name, at most 32 characters; 'default' is what an unnamed Cilium is called.</summary>
    public static readonly NameRule Site = new(
        LabelPattern(), 32, "a Cilium cluster name: lower-case letters, digits and '-', none of them '-' at an end", "default");

    /// <summary>A namespace of ours: a DNS label that is not one of Kubernetes' own.</summary>
    public static readonly NameRule Namespace = new(
        LabelPattern(), 63, "a namespace: lower-case letters, digits and '-', none of them '-' at an end",
        "default", "kube-system", "kube-public", "kube-node-lease");

    /// <summary>An InnoDBCluster resource: it starts the names of pods and Services, so a letter first and at most 28 characters (field notes, operator).</summary>
    public static readonly NameRule Cluster = new(
        ServiceLabelPattern(), 28, "an InnoDBCluster name: lower-case letters, digits and '-', a letter first");

    /// <summary>A Kubernetes object name: DNS labels joined by dots.</summary>
    public static readonly NameRule Subdomain = new(
        SubdomainPattern(), 253, "a Kubernetes name: lower-case letters, digits, '-' and '.'");

    /// <summary>A MySQL server version.</summary>
    public static readonly NameRule Version = new(VersionPattern(), 32, "a server version such as 9.7.0");

    /// <summary>A Kubernetes quantity of bytes.</summary>
    public static readonly NameRule Quantity = new(QuantityPattern(), 32, "a size such as 10Gi or 500Mi");

    /// <summary>The name that the operator gives a cluster in AdminAPI.</summary>
    public static string InSetOf(string clusterName) => clusterName.Replace('-', '_');

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.\-]*\z")]
    private static partial Regex InSetPattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex ServiceLabelPattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+(-[A-Za-z0-9.\-]+)?\z")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[1-9][0-9]*(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?\z")]
    private static partial Regex QuantityPattern();
}
