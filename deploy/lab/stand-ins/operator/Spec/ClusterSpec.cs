using System.Text.Json.Nodes;

namespace ClusterSetSuite.Lab.Operator.Spec;

/// <summary>The parts of `spec` that the operator acts on, with the real operator's defaults.</summary>
public sealed record ClusterSpec
{
    /// <summary>Longest name accepted: the operator derives longer names from it.</summary>
    public const int LongestName = 28;

    /// <summary>Oldest server version accepted.</summary>
    public static readonly Version OldestServer = new(8, 0, 27);

    /// <summary>`metadata.name`.</summary>
    public required string Name { get; init; }

    /// <summary>`metadata.namespace`.</summary>
    public required string Namespace { get; init; }

    /// <summary>Secret with rootUser, rootHost and rootPassword.</summary>
    public required string SecretName { get; init; }

    /// <summary>Members wanted, 1 to 9.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>server_id of member 0; the others count up from it.</summary>
    public long BaseServerId { get; init; } = 1000;

    /// <summary>Routers wanted.</summary>
    public int Routers { get; init; } = 1;

    /// <summary>Servers make their own certificates; otherwise the two Secrets below are mounted.</summary>
    public bool TlsUseSelfSigned { get; init; }

    /// <summary>Secret with the servers' certificate and key.</summary>
    public string TlsSecretName { get; init; } = "";

    /// <summary>Secret with the CA.</summary>
    public string TlsCaSecretName { get; init; } = "";

    /// <summary>Server version; null is the operator's own.</summary>
    public string? Version { get; init; }

    /// <summary>Router version; null is the server's.</summary>
    public string? RouterVersion { get; init; }

    /// <summary>Repository of the images; null is the operator's default.</summary>
    public string? ImageRepository { get; init; }

    /// <summary>Pull policy; null is the operator's default.</summary>
    public string? ImagePullPolicy { get; init; }

    /// <summary>Additions to my.cnf.</summary>
    public string MyCnf { get; init; } = "";

    /// <summary>Merged into the template's `spec` of the StatefulSet.</summary>
    public JsonObject? PodSpec { get; init; }

    /// <summary>What the routers' bootstrap is told besides the operator's own options.</summary>
    public IReadOnlyList<string> RouterBootstrapOptions { get; init; } = [];

    /// <summary>Merged into the template's `spec` of the router Deployment.</summary>
    public JsonObject? RouterPodSpec { get; init; }

    /// <summary>Merged into the claim template `datadir`.</summary>
    public JsonObject? DatadirVolumeClaimTemplate { get; init; }

    /// <summary>The service that names the pods.</summary>
    public string InstancesService => $"{Name}-instances";

    /// <summary>The name that AdminAPI knows the cluster by: it takes neither dashes nor dots from the operator.</summary>
    public string AdminApiName => Name.Replace('-', '_').Replace('.', '_');

    /// <summary>Host name of one member.</summary>
    public string HostOf(string pod, string domain) => $"{pod}.{InstancesService}.{Namespace}.svc.{domain}";

    /// <summary>Reads a resource. Throws <see cref="InvalidSpecException"/> when a value has the wrong type.</summary>
    public static ClusterSpec Parse(JsonObject resource)
    {
        var metadata = resource["metadata"]!.AsObject();
        var name = Text(metadata, "name")!;
        var spec = resource["spec"] as JsonObject ?? throw new InvalidSpecException("spec is missing");
        var router = spec["router"] as JsonObject;
        return new ClusterSpec
        {
            Name = name,
            Namespace = Text(metadata, "namespace")!,
            SecretName = Text(spec, "secretName") ?? throw new InvalidSpecException("Mandatory field spec.secretName missing"),
            Instances = (int)Number(spec, "instances", 1),
            BaseServerId = Number(spec, "baseServerId", 1000),
            Routers = router is null ? 1 : (int)Number(router, "instances", 1),
            TlsUseSelfSigned = spec["tlsUseSelfSigned"]?.GetValue<bool>() ?? false,
            TlsSecretName = Text(spec, "tlsSecretName") ?? $"{name}-tls",
            TlsCaSecretName = Text(spec, "tlsCASecretName") ?? $"{name}-ca",
            Version = Text(spec, "version"),
            RouterVersion = router is null ? null : Text(router, "version"),
            ImageRepository = Text(spec, "imageRepository"),
            ImagePullPolicy = Text(spec, "imagePullPolicy"),
            MyCnf = Text(spec, "mycnf") ?? "",
            PodSpec = spec["podSpec"]?.DeepClone() as JsonObject,
            RouterBootstrapOptions = router?["bootstrapOptions"] is JsonArray options ? [.. options.Select(option => option!.GetValue<string>())] : [],
            RouterPodSpec = router?["podSpec"]?.DeepClone() as JsonObject,
            DatadirVolumeClaimTemplate = spec["datadirVolumeClaimTemplate"]?.DeepClone() as JsonObject,
        };
    }

    /// <summary>Checks what the resource's schema can not. Throws <see cref="InvalidSpecException"/> at the first fault.</summary>
    public void Validate(Settings settings)
    {
        if (Name.Length > LongestName)
            throw new InvalidSpecException($"InnoDB Cluster name {Name} is too long. Must be <= {LongestName}");
        if (Instances is < 1 or > 9)
            throw new InvalidSpecException($"spec.instances is {Instances} but must be between 1 and 9");
        if (BaseServerId is < 0 or > 4294967195)
            throw new InvalidSpecException($"spec.baseServerId is {BaseServerId} but must be between 0 and 4294967195");
        if (Routers < 0)
            throw new InvalidSpecException($"spec.router.instances is {Routers} but must not be negative");
        CheckVersion("spec.version", Version, settings);
        CheckVersion("spec.router.version", RouterVersion, settings);
    }

    private static void CheckVersion(string path, string? text, Settings settings)
    {
        if (text is null)
            return;
        var newest = System.Version.Parse(settings.DefaultVersion);
        if (!System.Version.TryParse(text.Split('-')[0], out var version) || version < OldestServer || version > newest)
            throw new InvalidSpecException($"{path} is {text} but must be between {OldestServer} and {newest}");
    }

    private static string? Text(JsonObject of, string key) => of[key]?.GetValue<string>();

    private static long Number(JsonObject of, string key, long missing) => of[key]?.GetValue<long>() ?? missing;
}
