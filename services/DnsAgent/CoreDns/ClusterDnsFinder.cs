using ClusterSetSuite.AgentHost.Steps;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.DnsAgent.CoreDns;

/// <summary>Finds the cluster's DNS: usually Service <c>kube-system/kube-dns</c>, but not always (RKE2, OpenShift).</summary>
public sealed class ClusterDnsFinder(IKubernetes kubernetes, IOptions<DnsOptions> options)
{
    private static readonly string[] UsualNames = ["kube-dns", "coredns", "rke2-coredns-rke2-coredns", "dns-default"];

    /// <summary>Finds Service and pods.</summary>
    /// <exception cref="StepRefusedException">There is none, or more than one.</exception>
    public async Task<ClusterDns> Find(CancellationToken ct)
    {
        var service = options.Value.Service.Split('/') is [var @namespace, var name]
            ? await kubernetes.CoreV1.ReadNamespacedServiceAsync(name, @namespace, cancellationToken: ct)
            : await Labelled(ct);
        if (service.Spec.Ports?.Any(port => port is { Port: 53, Protocol: "UDP" }) != true || service.Spec.Selector is not { Count: > 0 })
            throw new StepRefusedException($"Service {service.Namespace()}/{service.Name()} has no UDP port 53 or no selector", "name the cluster's DNS Service in Dns:Service");
        var selector = string.Join(',', service.Spec.Selector.Select(label => $"{label.Key}={label.Value}"));
        var pods = await kubernetes.CoreV1.ListNamespacedPodAsync(service.Namespace(), labelSelector: selector, cancellationToken: ct);
        return new ClusterDns(service, [.. pods.Items.Where(pod => pod.Metadata.DeletionTimestamp is null).OrderBy(pod => pod.Name(), StringComparer.Ordinal)]);
    }

    private async Task<V1Service> Labelled(CancellationToken ct)
    {
        var all = (await kubernetes.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: ct)).Items
            .Where(service => service.Name() != OwnService.Name && service.Spec.Ports?.Any(port => port is { Port: 53, Protocol: "UDP" }) == true)
            .ToList();
        var labelled = all.Where(service => service.GetLabel("k8s-app") == "kube-dns").ToList();
        var found = labelled.Count > 0 ? labelled : [.. all.Where(service => UsualNames.Contains(service.Name()))];
        return found switch
        {
            [var one] => one,
            [] => throw new StepRefusedException("this cluster has no DNS Service (label k8s-app=kube-dns, port 53)", "install CoreDNS, or name the Service in Dns:Service"),
            _ => throw new StepRefusedException(
                $"several Services could be the cluster's DNS: {string.Join(", ", found.Select(service => $"{service.Namespace()}/{service.Name()}"))}", "name the right one in Dns:Service"),
        };
    }
}
