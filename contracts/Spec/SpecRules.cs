namespace ClusterSetSuite.Contracts.Spec;

/// <summary>What the values of a spec must hold together.</summary>
internal static class SpecRules
{
    /// <summary>Every broken rule.</summary>
    public static IEnumerable<SpecFault> Faults(ClusterSetSpec spec) =>
    [
        .. SiteCount(spec),
        .. Unique(spec, "name", site => site.Name),
        .. Unique(spec, "namespace", site => site.Namespace, "all sites share the zone cluster.local, so each needs a namespace of its own"),
        .. Unique(spec, "meshId", site => $"{site.MeshId}"),
        .. Unique(spec, "cluster.name", site => site.Cluster.Name),
        .. UniqueInSet(spec),
        .. ServerIds(spec),
        .. Primary(spec),
        .. NodePorts(spec),
        .. Secrets(spec),
        .. Preference(spec),
        .. Discards(spec),
    ];

    private static IEnumerable<SpecFault> SiteCount(ClusterSetSpec spec)
    {
        if (spec.Sites.Count < 2)
            yield return new("sites", $"has {spec.Sites.Count}; a ClusterSet has a primary site and at least one replica site");
    }

    private static IEnumerable<SpecFault> Unique(ClusterSetSpec spec, string key, Func<SiteSpec, string> value, string? why = null)
    {
        for (var i = 1; i < spec.Sites.Count; i++)
        {
            if (spec.Sites.Take(i).FirstOrDefault(other => value(other) == value(spec.Sites[i])) is { } other)
                yield return new($"sites[{i}].{key}", $"'{value(spec.Sites[i])}' is also that of site {other.Name}" + (why is null ? "" : $": {why}"));
        }
    }

    private static IEnumerable<SpecFault> UniqueInSet(ClusterSetSpec spec)
    {
        // AdminAPI compares the names of clusters without regard to case.
        for (var i = 1; i < spec.Sites.Count; i++)
        {
            var name = spec.NameInSet(spec.Sites[i]);
            if (spec.Sites.Take(i).FirstOrDefault(other => spec.NameInSet(other).Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other)
                yield return new($"sites[{i}].cluster.joinAs", $"'{name}' would also be the name of site {other.Name}'s cluster in the set");
        }
    }

    private static IEnumerable<SpecFault> ServerIds(ClusterSetSpec spec)
    {
        for (var i = 1; i < spec.Sites.Count; i++)
        {
            var cluster = spec.Sites[i].Cluster;
            foreach (var other in spec.Sites.Take(i).Select(site => site.Cluster))
            {
                if (cluster.BaseServerId <= other.LastServerId && other.BaseServerId <= cluster.LastServerId)
                    yield return new($"sites[{i}].cluster.baseServerId", $"{cluster.BaseServerId} overlaps {other.Name} ({other.BaseServerId}-{other.LastServerId})");
            }
        }
    }

    private static IEnumerable<SpecFault> Primary(ClusterSetSpec spec)
    {
        if (spec.Sites.Count > 0 && spec.Sites.All(site => site.Name != spec.Primary))
            yield return new("primary", UnknownSite(spec, spec.Primary));
    }

    private static IEnumerable<SpecFault> NodePorts(ClusterSetSpec spec)
    {
        if (spec.Mesh.Mode != MeshMode.Connect || spec.Dns.Mode != DnsMode.Forward)
            yield break;
        foreach (var (site, index) in spec.Sites.Select((site, index) => (site, index)))
        {
            if (spec.DnsNodePortOf(site) == site.MeshNodePort)
                yield return new($"sites[{index}].dnsNodePort", $"{site.MeshNodePort} is the port of this site's cluster mesh; choose another");
        }
    }

    private static IEnumerable<SpecFault> Secrets(ClusterSetSpec spec)
    {
        foreach (var suffix in new[] { "privsecrets", "router", "backup" })
        {
            if (spec.Sites.FirstOrDefault(site => spec.Credentials.SecretName == $"{site.Cluster.Name}-{suffix}") is { } site)
                yield return new("credentials.secretName", $"'{spec.Credentials.SecretName}' is the operator's own Secret for cluster {site.Cluster.Name}; choose another");
        }
    }

    private static IEnumerable<SpecFault> Preference(ClusterSetSpec spec)
    {
        var seen = new HashSet<string>();
        foreach (var (name, index) in spec.Failover.Preference.Select((name, index) => (name, index)))
        {
            if (spec.Sites.All(site => site.Name != name))
                yield return new($"failover.preference[{index}]", UnknownSite(spec, name));
            else if (!seen.Add(name))
                yield return new($"failover.preference[{index}]", $"'{name}' is there twice");
        }
    }

    private static IEnumerable<SpecFault> Discards(ClusterSetSpec spec)
    {
        foreach (var (site, index) in spec.Sites.Select((site, index) => (site, index)))
        {
            if (site.Cluster.ExistingData == ExistingData.Discard && spec.Repair == RepairMode.Automatic)
                yield return new($"sites[{index}].cluster.existingData", "a repair by itself (repair: automatic) must not discard data; take one of the two out");
        }
    }

    private static string UnknownSite(ClusterSetSpec spec, string name)
    {
        var names = spec.Sites.Select(site => site.Name).ToList();
        var hint = Nearest.Of(name, names) is { } near ? $"; did you mean '{near}'?" : "";
        return $"'{name}' is not one of the sites {string.Join(", ", names)}{hint}";
    }
}
