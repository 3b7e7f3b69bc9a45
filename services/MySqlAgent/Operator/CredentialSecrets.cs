using System.Security.Cryptography;
using System.Text;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.MySqlAgent.Operator;

/// <summary>The four Secrets of an InnoDB Cluster: root's, and three whose names and keys are the operator's, which makes them only where they are missing.</summary>
public sealed class CredentialSecrets(IKubernetes kubernetes, SecretMask mask) : IRootLogin
{
    /// <summary>The root account's Secret; its name is in the spec.</summary>
    public const string Root = "root";

    /// <summary>Marks what this suite made.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    // Letters, digits and signs that need no quoting in an option file, a URI or a shell.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

    /// <summary>The kinds: root, privsecrets, router, backup.</summary>
    public static readonly IReadOnlyList<string> Kinds = [Root, "privsecrets", "router", "backup"];

    private static readonly Dictionary<string, (string UserKey, string User, string PasswordKey)> Keys = new()
    {
        [Root] = ("rootUser", "root", "rootPassword"),
        ["privsecrets"] = ("clusterAdminUsername", "mysqladmin", "clusterAdminPassword"),
        ["router"] = ("routerUsername", "mysqlrouter", "routerPassword"),
        ["backup"] = ("backupUsername", "mysqlbackup", "backupPassword"),
    };

    /// <summary>The name of a kind's Secret.</summary>
    public static string Name(LocalCluster cluster, string kind) => kind == Root ? cluster.SecretName : $"{cluster.Name}-{kind}";

    /// <summary>New values of a kind, with a strong random password.</summary>
    public static IReadOnlyDictionary<string, string> Generate(string kind)
    {
        var (userKey, user, passwordKey) = Keys[kind];
        var values = new Dictionary<string, string> { [userKey] = user, [passwordKey] = Password() };
        if (kind == Root)
            values["rootHost"] = "%";
        return values;
    }

    /// <summary>The values of one kind, or null where its Secret is missing.</summary>
    /// <exception cref="StepFailedException">The Secret is there and lacks a key.</exception>
    public async Task<IReadOnlyDictionary<string, string>?> Read(LocalCluster cluster, string kind, CancellationToken ct)
    {
        if (await Find(cluster, kind, ct) is not { } secret)
            return null;
        var values = (secret.Data ?? new Dictionary<string, byte[]>()).ToDictionary(d => d.Key, d => Encoding.UTF8.GetString(d.Value));
        var (userKey, user, passwordKey) = Keys[kind];
        if (!values.TryGetValue(passwordKey, out var password) || password.Length == 0)
            throw new StepFailedException(
                $"Secret {Name(cluster, kind)} in namespace {cluster.Namespace} has no {passwordKey}",
                "put the key in, or delete the Secret when no cluster uses it, then resume", retriable: false);
        mask.Remember(password);
        values.TryAdd(userKey, user);
        return values;
    }

    /// <summary>Whether this suite made a kind's Secret.</summary>
    public async Task<bool> IsOurs(LocalCluster cluster, string kind, CancellationToken ct) =>
        (await Find(cluster, kind, ct))?.GetLabel(ManagedBy) == SiteOptions.FieldManager;

    /// <summary>Makes a kind's Secret; one that is there already stays as it is.</summary>
    public async Task Create(LocalCluster cluster, string kind, IReadOnlyDictionary<string, string> values, CancellationToken ct)
    {
        try
        {
            await kubernetes.CoreV1.CreateNamespacedSecretAsync(
                new V1Secret
                {
                    Metadata = new V1ObjectMeta { Name = Name(cluster, kind), Labels = new Dictionary<string, string> { [ManagedBy] = SiteOptions.FieldManager } },
                    Type = "Opaque",
                    StringData = values.ToDictionary(),
                },
                cluster.Namespace, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
        }
    }

    /// <summary>Writes values into a Secret that is there; its other keys stay.</summary>
    public Task Write(LocalCluster cluster, string kind, IReadOnlyDictionary<string, string> values, CancellationToken ct) =>
        kubernetes.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch(new { stringData = values }, V1Patch.PatchType.MergePatch),
            Name(cluster, kind), cluster.Namespace, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);

    /// <inheritdoc/>
    async Task<ShellLogin> IRootLogin.Of(LocalCluster cluster, CancellationToken ct) =>
        await Read(cluster, Root, ct) is { } values
            ? Login(values)
            : throw new StepFailedException(
                $"Secret {cluster.SecretName} is missing in namespace {cluster.Namespace}",
                "it holds the root account (rootUser, rootHost, rootPassword): put it back, then resume", retriable: false);

    /// <summary>The root account in its Secret's values.</summary>
    public static ShellLogin Login(IReadOnlyDictionary<string, string> values) => new(values["rootUser"], values["rootPassword"]);

    private async Task<V1Secret?> Find(LocalCluster cluster, string kind, CancellationToken ct)
    {
        try
        {
            return await kubernetes.CoreV1.ReadNamespacedSecretAsync(Name(cluster, kind), cluster.Namespace, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    // Every class of sign is in it, for servers with a password policy.
    private static string Password()
    {
        while (true)
        {
            var text = RandomNumberGenerator.GetString(Alphabet, 32);
            if (text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiDigit) && !text.All(char.IsAsciiLetterOrDigit))
                return text;
        }
    }
}
