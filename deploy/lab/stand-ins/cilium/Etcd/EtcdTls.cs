using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ClusterSetSuite.Lab.Cilium.Etcd;

/// <summary>TLS with a client certificate and with no other trust than the given CA file; the server's name is always checked.</summary>
public static class EtcdTls
{
    /// <summary>A handler for one identity.</summary>
    /// <param name="files">The identity and trust.</param>
    /// <param name="resolve">Turns a host name into an address where DNS does not know it, else null.</param>
    public static SocketsHttpHandler Handler(EtcdFiles files, Func<string, CancellationToken, Task<string?>>? resolve)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(files.Ca);
        using var pem = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        var identity = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromSeconds(30), // a peer that no longer trusts us is noticed within this time
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                LocalCertificateSelectionCallback = (_, _, _, _, _) => identity,
            },
        };
        if (resolve is not null)
            handler.ConnectCallback = (context, ct) => Connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, resolve, ct);
        return handler;
    }

    private static async ValueTask<Stream> Connect(string host, int port, Func<string, CancellationToken, Task<string?>> resolve, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(await resolve(host, ct) ?? host, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
