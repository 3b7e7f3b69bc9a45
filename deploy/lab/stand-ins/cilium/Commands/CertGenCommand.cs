using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ClusterSetSuite.Lab.Cilium.Certificates;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.Lab.Cilium.Commands;

/// <summary><c>cilium-certgen</c>: makes the CA when there is none, and every certificate that is missing, of another CA or about to end.</summary>
public sealed class CertGenCommand(IKubernetes api, string @namespace, TimeProvider time)
{
    public static async Task<int> Run(Arguments args, CancellationToken ct)
    {
        using var api = Api.Connect();
        await new CertGenCommand(api, args["ca-secret-namespace"], TimeProvider.System).Make(args, ct);
        return 0;
    }

    private async Task Make(Arguments args, CancellationToken ct)
    {
        using var ca = await Authority(args["ca-secret-name"], ct);
        var validity = TimeSpan.FromDays(args.Number("validity-days"));
        foreach (var request in CertificateRequests.Of(@namespace, args["domain"], args["cluster-name"]))
            await Leaf(ca, request, validity, ct);
    }

    private async Task<X509Certificate2> Authority(string secret, CancellationToken ct)
    {
        if (await Read(secret, ct) is { } present)
            return X509Certificate2.CreateFromPem(Text(present, "ca.crt"), Text(present, "ca.key"));
        var ca = CertificateMaker.Authority("Cilium CA", time.GetUtcNow(), TimeSpan.FromDays(1095));
        await Write(secret, null, new() { ["ca.crt"] = ca.ExportCertificatePem(), ["ca.key"] = CertificateMaker.KeyPem(ca) }, "Opaque", ct);
        Log.Say($"made {secret}");
        return ca;
    }

    private async Task Leaf(X509Certificate2 ca, LeafRequest request, TimeSpan validity, CancellationToken ct)
    {
        var present = await Read(request.Secret, ct);
        if (present is not null && CertificateMaker.IsGood(Text(present, "tls.crt"), ca, time.GetUtcNow()))
            return;
        using var leaf = CertificateMaker.Leaf(ca, request, time.GetUtcNow(), validity);
        await Write(
            request.Secret,
            present,
            new() { ["ca.crt"] = ca.ExportCertificatePem(), ["tls.crt"] = leaf.ExportCertificatePem(), ["tls.key"] = CertificateMaker.KeyPem(leaf) },
            "kubernetes.io/tls",
            ct);
        Log.Say($"made {request.Secret}");
    }

    private async Task<V1Secret?> Read(string name, CancellationToken ct)
    {
        try
        {
            return await api.CoreV1.ReadNamespacedSecretAsync(name, @namespace, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private Task<V1Secret> Write(string name, V1Secret? present, Dictionary<string, string> data, string type, CancellationToken ct)
    {
        var secret = present ?? new V1Secret { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = @namespace }, Type = type };
        secret.Data = data.ToDictionary(pair => pair.Key, pair => Encoding.ASCII.GetBytes(pair.Value + "\n")); // so that files can be put one behind the other
        return present is null
            ? api.CoreV1.CreateNamespacedSecretAsync(secret, @namespace, cancellationToken: ct)
            : api.CoreV1.ReplaceNamespacedSecretAsync(secret, name, @namespace, cancellationToken: ct);
    }

    private static string Text(V1Secret secret, string key) => Encoding.ASCII.GetString(secret.Data[key]);
}
