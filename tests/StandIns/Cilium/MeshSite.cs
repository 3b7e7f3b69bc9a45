using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using ClusterSetSuite.Lab.Cilium.Certificates;
using ClusterSetSuite.Lab.Cilium.Commands;
using ClusterSetSuite.Lab.Cilium.Etcd;
using ClusterSetSuite.Lab.Cilium.Mesh;
using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Lab.Cilium.Tests;

/// <summary>One site's etcd with mutual TLS on loopback, with certificates as the chart's job makes them, and a folder of identities as a pod has it mounted.</summary>
internal sealed class MeshSite : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("suite-cilium-").FullName;
    private readonly LocalCluster _cluster;
    private readonly int _port;
    private Process? _etcd;

    public MeshSite(string name, int id, int port)
    {
        (_cluster, _port) = (new LocalCluster(name, id, 255), port);
        using var ca = CertificateMaker.Authority("Cilium CA", DateTimeOffset.UtcNow, TimeSpan.FromDays(100));
        Ca = ca.ExportCertificatePem();
        foreach (var request in CertificateRequests.Of("kube-system", "mesh.cilium.io", name))
            Write(ca, request);
        Trust(Ca);
    }

    public string Ca { get; }

    public LocalCluster Cluster => _cluster;

    public string Folder => _folder;

    /// <summary>The CAs that this site trusts, as server (from its next start on) and as client.</summary>
    public void Trust(params string[] cas)
    {
        foreach (var file in (string[])["common-etcd-client-ca.crt", "local-etcd-client-ca.crt"])
            File.WriteAllText(Path.Combine(_folder, file), string.Join('\n', cas));
    }

    public async Task Start(CancellationToken ct)
    {
        var start = new ProcessStartInfo(SuiteCache.Program("etcd")!,
        [
            "--data-dir", Path.Combine(_folder, "data"), "--client-cert-auth", "--log-level", "error", "--logger", "zap",
            "--trusted-ca-file", Path.Combine(_folder, "common-etcd-client-ca.crt"), "--cert-file", Path.Combine(_folder, "server.crt"), "--key-file", Path.Combine(_folder, "server.key"),
            "--listen-client-urls", $"https://127.0.0.1:{_port}", "--advertise-client-urls", $"https://127.0.0.1:{_port}",
            "--listen-peer-urls", $"http://127.0.0.1:{_port + 1}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{_port + 1}", "--initial-cluster", $"default=http://127.0.0.1:{_port + 1}",
        ]) { RedirectStandardError = true };
        _etcd = Process.Start(start)!;
        _ = _etcd.StandardError.ReadToEndAsync(CancellationToken.None);
        using var own = Client();
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50, ct))
        {
            try
            {
                await own.Get("x", ct);
                return;
            }
            catch (HttpRequestException) when (clock.Elapsed < TimeSpan.FromSeconds(30) && !_etcd.HasExited)
            {
                // not listening yet
            }
        }
    }

    /// <summary>A client of this site's own etcd.</summary>
    public EtcdClient Client()
    {
        var files = EtcdFiles.Parse(ClientFile(new Uri($"https://127.0.0.1:{_port}"), "local"), _folder);
        return new EtcdClient(files.Endpoint, EtcdTls.Handler(files, null));
    }

    public async Task Publish(string podCidr, CancellationToken ct)
    {
        using var etcd = Client();
        await ApiServerCommand.Publish(etcd, _cluster, [new MeshNode($"{_cluster.Name}-node1", _cluster.Name, _cluster.Id, "172.30.0.1", podCidr)], ct);
    }

    /// <summary>Configures a peer as the chart does: by its name in the mesh domain.</summary>
    public void Connect(MeshSite peer) => Connect(peer._cluster.Name, new Uri($"https://{peer._cluster.Name}.mesh.cilium.io:{peer._port}"), "common");

    /// <summary>Configures a peer by any address.</summary>
    public void Connect(string name, Uri endpoint, string identity) => File.WriteAllText(Path.Combine(_folder, name), ClientFile(endpoint, identity));

    /// <summary>Where the real pod has host aliases.</summary>
    public static Task<string?> Loopback(string host, CancellationToken ct) => Task.FromResult<string?>("127.0.0.1");

    public async ValueTask DisposeAsync()
    {
        if (_etcd is { HasExited: false })
        {
            _etcd.Kill();
            await _etcd.WaitForExitAsync();
        }

        _etcd?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ClientFile(Uri endpoint, string identity) => $"""
        endpoints:
        - {endpoint}
        trusted-ca-file: /var/lib/cilium/clustermesh/{identity}-etcd-client-ca.crt
        key-file: /var/lib/cilium/clustermesh/{identity}-etcd-client.key
        cert-file: /var/lib/cilium/clustermesh/{identity}-etcd-client.crt
        """;

    private void Write(X509Certificate2 ca, LeafRequest request)
    {
        using var leaf = CertificateMaker.Leaf(ca, request, DateTimeOffset.UtcNow, TimeSpan.FromDays(100));
        var name = request.Secret switch
        {
            "clustermesh-apiserver-server-cert" => "server",
            "clustermesh-apiserver-remote-cert" => "common-etcd-client",
            "clustermesh-apiserver-local-cert" => "local-etcd-client",
            _ => "admin",
        };
        File.WriteAllText(Path.Combine(_folder, $"{name}.crt"), leaf.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, $"{name}.key"), CertificateMaker.KeyPem(leaf));
    }
}
