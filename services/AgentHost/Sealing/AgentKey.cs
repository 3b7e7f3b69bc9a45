using System.Net;
using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.AgentHost.Sealing;

/// <summary>This agent's key pair, kept in Secret <c>clusterset-agent-key-{agent}</c> of the agents' namespace; made by the first agent that asks.</summary>
internal sealed class AgentKey(IKubernetes client, AgentIdentity agent, IOptions<SiteOptions> site)
{
    private const string KeyEntry = "privateKey";
    private const int Bits = 3072;
    private string? _pem;

    private string Name => $"clusterset-agent-key-{agent.Name}";

    private string Namespace => site.Value.AgentNamespace;

    /// <summary>The private key; dispose it after use.</summary>
    public async Task<RSA> Get(CancellationToken ct)
    {
        _pem ??= await Read(ct) ?? await Create(ct);
        var key = RSA.Create();
        key.ImportFromPem(_pem);
        return key;
    }

    private async Task<string?> Read(CancellationToken ct)
    {
        try
        {
            var secret = await client.CoreV1.ReadNamespacedSecretAsync(Name, Namespace, cancellationToken: ct);
            return Encoding.UTF8.GetString(secret.Data[KeyEntry]);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<string> Create(CancellationToken ct)
    {
        using var key = RSA.Create(Bits);
        var pem = key.ExportPkcs8PrivateKeyPem();
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = Name, Labels = new Dictionary<string, string> { ["app.kubernetes.io/managed-by"] = SiteOptions.FieldManager } },
            Immutable = true,
            Data = new Dictionary<string, byte[]> { [KeyEntry] = Encoding.UTF8.GetBytes(pem) },
        };
        if (!site.Value.InCluster)
            await EnsureNamespace(ct);
        try
        {
            await client.CoreV1.CreateNamespacedSecretAsync(secret, Namespace, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
            return pem;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            return await Read(ct) ?? throw new IOException($"Secret {Namespace}/{Name} appeared and vanished again"); // another process of this agent was first: its key is the one
        }
    }

    /// <summary>Inside a cluster the chart has made the namespace; an embedded agent is the first to need it.</summary>
    private async Task EnsureNamespace(CancellationToken ct)
    {
        try
        {
            await client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = Namespace } }, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // It is there: another agent of this process, or the chart, was first.
        }
    }
}
