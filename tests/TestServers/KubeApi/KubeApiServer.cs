using System.Diagnostics;
using System.Security.Cryptography;
using k8s;

namespace ClusterSetSuite.TestServers.KubeApi;

/// <summary>A real kube-apiserver with RBAC on its own etcd, on loopback; no controllers, no nodes, no scheduler. Gone on dispose.</summary>
/// <remarks>
/// Nothing acts on objects here: a test plays the controllers (sets a status, makes the pods), namespaces never finish deleting,
/// and pods need no ServiceAccount. The kubelet of a Node that a test makes is reached at the Node's InternalIP and kubelet port.
/// </remarks>
public sealed class KubeApiServer : IAsyncDisposable
{
    private const int FirstPort = 28000;
    private const int LastPort = 28199;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(4); // ready in 4 s on an idle machine, in 65 s on one with a load of 80

    private readonly string _folder = Directory.CreateTempSubdirectory("suite-kubeapi-").FullName;
    private readonly string _token = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly List<SupervisedProcess> _processes = [];
    private readonly PortBlock _ports = PortBlock.Claim(FirstPort, LastPort, 3);
    private IKubernetes? _admin;

    private KubeApiServer()
    {
    }

    /// <summary>A client that may do everything.</summary>
    public IKubernetes Admin => _admin!;

    /// <summary>Path of a kubeconfig (context <c>test</c>) that may do everything, for kubectl and helm.</summary>
    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>Where it listens, for example <c>https://127.0.0.1:28002</c>.</summary>
    public string Url => $"https://127.0.0.1:{_ports.First + 2}";

    /// <summary>Folder with <c>ca.crt</c>, and <c>kubelet.crt</c> and <c>kubelet.key</c> for a test that plays the kubelet.</summary>
    public string Certificates => _folder;

    /// <summary>Starts both and waits until the API server is ready.</summary>
    /// <exception cref="InvalidOperationException">The programs are missing, or one ended; the message has its last lines.</exception>
    public static async Task<KubeApiServer> Start(CancellationToken ct)
    {
        var binaries = KubeApiBinaries.Find();
        var server = new KubeApiServer();
        try
        {
            KubeApiCertificates.Write(server._folder);
            await File.WriteAllTextAsync(Path.Combine(server._folder, "tokens.csv"), $"{server._token},admin,admin,system:masters\n", ct);
            await File.WriteAllTextAsync(server.Kubeconfig, server.KubeconfigFor(server._token), ct);
            server.StartProcesses(binaries);
            server._admin = server.ClientOf(server._token);
            await server.WaitUntilReady(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that logs in with a bearer token.</summary>
    public IKubernetes ClientOf(string token) => new k8s.Kubernetes(ConfigOf(token));

    /// <summary>A kubeconfig (context <c>test</c>) that logs in with a bearer token.</summary>
    public string KubeconfigFor(string token) => $$"""
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "{{Url}}", certificate-authority: "{{Path.Combine(_folder, "ca.crt")}}" } }]
        users: [{name: test, user: {token: "{{token}}" } }]
        contexts: [{name: test, context: {cluster: test, user: test} }]
        current-context: test

        """;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private KubernetesClientConfiguration ConfigOf(string token)
    {
        using var kubeconfig = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(KubeconfigFor(token)));
        return KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
    }

    private void StartProcesses(KubeApiBinaries binaries)
    {
        var (etcd, peer, api) = (_ports.First, _ports.First + 1, _ports.First + 2);
        _processes.Add(SupervisedProcess.Start(Path.Combine(_folder, "etcd.log"), binaries.Etcd,
        [
            "--data-dir", Path.Combine(_folder, "etcd"), "--logger", "zap", "--log-level", "warn",
            "--listen-client-urls", $"http://127.0.0.1:{etcd}", "--advertise-client-urls", $"http://127.0.0.1:{etcd}",
            "--listen-peer-urls", $"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peer}",
            "--initial-cluster", $"default=http://127.0.0.1:{peer}",
        ]));
        _processes.Add(SupervisedProcess.Start(Path.Combine(_folder, "apiserver.log"), binaries.ApiServer,
        [
            $"--etcd-servers=http://127.0.0.1:{etcd}", "--bind-address=127.0.0.1", $"--secure-port={api}", "--insecure-port=0",
            "--advertise-address=127.0.0.1", "--service-cluster-ip-range=10.98.0.0/16", "--authorization-mode=RBAC", "--allow-privileged=true",
            "--disable-admission-plugins=ServiceAccount", $"--token-auth-file={_folder}/tokens.csv",
            $"--tls-cert-file={_folder}/apiserver.crt", $"--tls-private-key-file={_folder}/apiserver.key",
            $"--kubelet-certificate-authority={_folder}/ca.crt", "--kubelet-preferred-address-types=InternalIP",
            $"--kubelet-client-certificate={_folder}/kubelet-client.crt", $"--kubelet-client-key={_folder}/kubelet-client.key",
            $"--service-account-key-file={_folder}/sa.key", $"--service-account-signing-key-file={_folder}/sa.key",
            "--service-account-issuer=https://kubernetes.default.svc",
        ]));
    }

    private async Task WaitUntilReady(CancellationToken ct)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new("Bearer", _token);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < ReadyLimit; await Task.Delay(TimeSpan.FromMilliseconds(50), ct))
        {
            if (_processes.Find(process => process.HasExited) is { } ended)
                throw new InvalidOperationException($"etcd or kube-apiserver ended: {ended.Tail()}");
            try
            {
                using var answer = await http.GetAsync($"{Url}/readyz", ct);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
        }

        throw new InvalidOperationException($"kube-apiserver was not ready within {ReadyLimit.TotalSeconds:0} s: {_processes[^1].Tail()}");
    }
}
