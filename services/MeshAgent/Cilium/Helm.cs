using System.Text.Json.Nodes;
using ClusterSetSuite.AgentHost.Kubernetes;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Drives the release of Cilium by the helm program.</summary>
public sealed class Helm(HelmProcess process, InterruptedRelease interrupted, IOptions<MeshOptions> options, IOptions<KubernetesOptions> kubernetes) : IHelm
{
    private readonly MeshOptions _options = options.Value;

    /// <inheritdoc/>
    public async Task<string> Version(CancellationToken ct) => (await process.Run(["version", "--short"], ct)).Trim();

    /// <inheritdoc/>
    public async Task<HelmRelease?> Find(CancellationToken ct)
    {
        var list = JsonNode.Parse(await process.Run(["list", "--deployed", "--failed", "--pending", "--filter", $"^{_options.Release}$", "-o", "json", .. Target()], ct))!.AsArray();
        if (list is not [{ } found, ..])
            return null;
        var values = JsonNode.Parse(await process.Run(["get", "values", _options.Release, "-o", "json", .. Target()], ct)) as JsonObject ?? [];
        return new HelmRelease(VersionOf(found["chart"]!.GetValue<string>()), found["app_version"]?.GetValue<string>() ?? "", values)
        {
            IsPending = found["status"]?.GetValue<string>().StartsWith("pending-", StringComparison.Ordinal) == true,
        };
    }

    /// <inheritdoc/>
    public Task TakeBack(CancellationToken ct) => interrupted.TakeBack(ct);

    /// <inheritdoc/>
    public async Task Upgrade(JsonObject values, bool exists, CancellationToken ct)
    {
        var file = await Write(values, ct);
        try
        {
            // Without --wait: certificates are made by a hook that runs after the resources, which would wait for the certificates.
            string[] command = ["upgrade", _options.Release, _options.Chart, "--install", "--values", file];
            string[] version = _options.ChartVersion is { } wanted ? ["--version", wanted] : [];
            string[] reuse = exists ? ["--reuse-values"] : [];
            await process.Run([.. command, .. version, .. reuse, .. Target()], ct);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The version at the end of <c>cilium-1.18.4</c>, without what stands behind it in <c>1.19.0-rc.1</c>.</summary>
    public static System.Version VersionOf(string chart)
    {
        var text = chart[(chart.IndexOf('-', StringComparison.Ordinal) + 1)..].TrimStart('v').Split('-', '+')[0];
        return System.Version.TryParse(text, out var version) ? version : throw new FormatException($"helm names no chart version in '{chart}'");
    }

    // The same API server as the agent's own client; inside the cluster helm finds the service account by itself.
    private string[] Target() =>
    [
        "--namespace", _options.Namespace,
        .. kubernetes.Value.Kubeconfig is { Length: > 0 } kubeconfig ? (string[])["--kubeconfig", kubeconfig] : [],
        .. kubernetes.Value.Context is { Length: > 0 } context ? (string[])["--kube-context", context] : [],
    ];

    // JSON is YAML; the file is for its owner alone.
    private static async Task<string> Write(JsonObject values, CancellationToken ct)
    {
        var path = Path.Combine(Path.GetTempPath(), $"cilium-values-{Guid.NewGuid():N}.json");
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(path, create);
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync(values.ToJsonString().AsMemory(), ct);
        return path;
    }
}
