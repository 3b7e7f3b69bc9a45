using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.MeshAgent;

/// <summary>How this site's Cilium is driven.</summary>
public sealed class MeshOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mesh";

    /// <summary>The helm program.</summary>
    [Required]
    public string HelmPath { get; set; } = "helm";

    /// <summary>Cilium's chart: a folder, an archive, an OCI reference, or the name in a repository that helm knows.</summary>
    [Required]
    public string Chart { get; set; } = "cilium/cilium";

    /// <summary>The chart's version; null for a folder or archive, which have their own.</summary>
    public string? ChartVersion { get; set; }

    /// <summary>The Helm release.</summary>
    [Required]
    public string Release { get; set; } = "cilium";

    /// <summary>The namespace of Cilium.</summary>
    [Required]
    public string Namespace { get; set; } = "kube-system";

    /// <summary>When the certificates are looked at again (cron), as Cilium's own default: every four months.</summary>
    [Required]
    public string CertificateSchedule { get; set; } = "0 0 1 */4 *";

    /// <summary>How long one call of helm may take.</summary>
    public TimeSpan HelmTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long workloads may take to become ready.</summary>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromMinutes(8);

    /// <summary>How long a peer may take to be connected: the kubelet takes up to two minutes to bring changed Secrets into running pods.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromMinutes(4);

    /// <summary>Time between two looks while waiting.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(2);
}
