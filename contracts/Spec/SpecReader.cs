namespace ClusterSetSuite.Contracts.Spec;

/// <summary>Turns the document into a spec: kinds of values, ranges and defaults. What several values must hold together is in <see cref="SpecRules"/>.</summary>
internal static class SpecReader
{
    /// <summary>The spec, or null where a required part is missing; every fault is recorded in the map.</summary>
    public static ClusterSetSpec? Read(SpecMap map)
    {
        var name = Checked(map, "name", Names.InSet, required: true);
        var sites = map.Maps("sites").Select((site, index) => Site(site, index)).ToList();
        var primary = map.Text("primary", required: true);
        var credentials = Credentials(map.Map("credentials"));
        var mesh = Mesh(map.Map("mesh"));
        var dns = Dns(map.Map("dns"));
        var failover = Failover(map.Map("failover"));
        var repair = map.Word<RepairMode>("repair");
        map.RefuseUnknown();
        return name is null || primary is null || sites.Contains(null)
            ? null
            : new ClusterSetSpec
            {
                Name = name,
                Sites = [.. sites.Select(site => site!)],
                Primary = primary,
                Credentials = credentials,
                Mesh = mesh,
                Dns = dns,
                Failover = failover,
                Repair = repair ?? RepairMode.None,
            };
    }

    private static SiteSpec? Site(SpecMap map, int index)
    {
        var name = Checked(map, "name", Names.Site, required: true);
        var meshId = map.Number("meshId", 1, 255);
        var @namespace = Checked(map, "namespace", Names.Namespace, required: true);
        var nodePort = map.Number("dnsNodePort", 30000, 32767);
        var cluster = map.Map("cluster", required: true) is { } child ? Cluster(child) : null;
        map.RefuseUnknown();
        return name is null || @namespace is null || cluster is null
            ? null
            : new SiteSpec { Name = name, MeshId = (int)(meshId ?? index + 1), Namespace = @namespace, DnsNodePort = (int?)nodePort, Cluster = cluster };
    }

    private static ClusterSpec? Cluster(SpecMap map)
    {
        var name = Checked(map, "name", Names.Cluster, required: true);
        var joinAs = Checked(map, "joinAs", Names.InSet);
        var instances = map.Number("instances", 1, 9);
        var routers = map.Number("routers", 1, 99);
        var routerTarget = map.Word<RouterTarget>("routerTarget");
        var baseServerId = map.Number("baseServerId", 1, 4_000_000_000, required: true);
        var version = Checked(map, "version", Names.Version);
        var storageClass = Checked(map, "storageClass", Names.Subdomain);
        var storageSize = Checked(map, "storageSize", Names.Quantity);
        var existingData = map.Word<ExistingData>("existingData");
        map.RefuseUnknown();
        return name is null || baseServerId is null
            ? null
            : new ClusterSpec
            {
                Name = name,
                JoinAs = joinAs ?? Names.InSetOf(name),
                Instances = (int)(instances ?? 3),
                Routers = (int)(routers ?? 1),
                RouterTarget = routerTarget,
                BaseServerId = baseServerId.Value,
                Version = version,
                StorageClass = storageClass,
                StorageSize = storageSize,
                ExistingData = existingData ?? ExistingData.Refuse,
            };
    }

    private static CredentialsSpec Credentials(SpecMap? map)
    {
        if (map is null)
            return new();
        var secretName = Checked(map, "secretName", Names.Subdomain);
        map.RefuseUnknown();
        return secretName is null ? new() : new() { SecretName = secretName };
    }

    private static MeshSpec Mesh(SpecMap? map)
    {
        if (map is null)
            return new();
        var mode = map.Word<MeshMode>("mode");
        map.RefuseUnknown();
        return new() { Mode = mode ?? MeshMode.Connect };
    }

    private static DnsSpec Dns(SpecMap? map)
    {
        if (map is null)
            return new();
        var mode = map.Word<DnsMode>("mode");
        var nodePort = map.Number("nodePort", 30000, 32767);
        map.RefuseUnknown();
        return new() { Mode = mode ?? DnsMode.Forward, NodePort = (int)(nodePort ?? 30053) };
    }

    private static FailoverSpec Failover(SpecMap? map)
    {
        var defaults = new FailoverSpec();
        if (map is null)
            return defaults;
        var mode = map.Word<FailoverMode>("mode");
        var maxDataLoss = map.Duration("maxDataLoss", TimeSpan.Zero, TimeSpan.FromHours(24));
        var delay = map.Duration("delay", TimeSpan.FromSeconds(15), TimeSpan.FromHours(24));
        var preference = map.Texts("preference");
        var drill = Checked(map, "drill", text => DrillSchedule.Fault(text, TimeProvider.System.GetUtcNow()));
        map.RefuseUnknown();
        return new()
        {
            Mode = mode ?? defaults.Mode,
            MaxDataLoss = maxDataLoss ?? defaults.MaxDataLoss,
            Delay = delay ?? defaults.Delay,
            Preference = preference ?? defaults.Preference,
            Drill = drill,
        };
    }

    private static string? Checked(SpecMap map, string key, NameRule rule, bool required = false) => Checked(map, key, rule.Fault, required);

    private static string? Checked(SpecMap map, string key, Func<string, string?> faultOf, bool required = false)
    {
        if (map.Text(key, required) is not { } text)
            return null;
        if (faultOf(text) is not { } fault)
            return text;
        map.Fault(key, fault);
        return null;
    }
}
