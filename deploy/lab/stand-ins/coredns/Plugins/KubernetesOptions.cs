using System.Globalization;
using ARSoft.Tools.Net;
using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Serving;

namespace ClusterSetSuite.Lab.CoreDns.Plugins;

/// <summary>The words of plugin <c>kubernetes</c>.</summary>
public sealed record KubernetesOptions(IReadOnlyList<DomainName> Zones)
{
    public IReadOnlyList<DomainName> Fallthrough { get; private set; } = [];

    public int Ttl { get; private set; } = 5;

    public string? Kubeconfig { get; private set; }

    public string? Context { get; private set; }

    /// <summary>Reads a directive.</summary>
    public static KubernetesOptions Of(Directive directive, IReadOnlyList<DomainName> serverZones)
    {
        var zones = directive.Arguments.Select(ZoneNames.Name).ToList();
        var options = new KubernetesOptions(zones.Count > 0 ? zones : serverZones);
        foreach (var line in directive.Properties)
            options.Read(directive, line);
        return options;
    }

    private void Read(Directive directive, IReadOnlyList<Token> line)
    {
        var values = line.Skip(1).Select(token => token.Text).ToList();
        switch (line[0].Text)
        {
            case "pods" when values is ["disabled" or "insecure" or "verified"]:
            case "endpoint_pod_names" or "labels" or "namespaces" or "noendpoints" or "ignore":
                break;
            case "ttl" when values.Count == 1 && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ttl):
                Ttl = ttl;
                break;
            case "fallthrough":
                Fallthrough = values.Count > 0 ? [.. values.Select(ZoneNames.Name)] : Zones;
                break;
            case "kubeconfig" when values.Count is 1 or 2:
                (Kubeconfig, Context) = (values[0], values.ElementAtOrDefault(1));
                break;
            default:
                throw directive.Error(line[0], $"unknown property '{line[0].Text}'");
        }
    }
}
