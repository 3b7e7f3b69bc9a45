using System.Text.Json;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using MySqlConnector;
using Command = ClusterSetSuite.Contracts.Steps.PlaceCredentials;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Puts the primary's credentials into a replica's Secrets: before its cluster exists, and again after the clone has replaced its accounts.</summary>
public sealed class PlaceCredentials(CredentialSecrets secrets, InnoDbClusters clusters, IServers servers, ClusterLook look, ISealing sealing, IStepProgress progress)
    : IStep<Command>
{
    private sealed record Difference(string Kind, bool Missing);

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var wanted = await Open(command, ct);
        var differences = await Compare(command.Cluster, wanted, ct);
        if (differences.Count == 0)
            return StepState.IsDone();
        var names = string.Join(", ", differences.Select(d => $"{CredentialSecrets.Name(command.Cluster, d.Kind)} is {(d.Missing ? "missing" : "different")}"));
        var existing = await clusters.Find(command.Cluster, ct);
        if (existing is null)
            return await Unused(command.Cluster, differences, names, ct);
        var login = CredentialSecrets.Login(wanted.Values[CredentialSecrets.Root]);
        return RootDiffers(differences) ? await ByLogin(command.Cluster, login, names, ct) : await ByMembership(command.Cluster, existing, names, ct);
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var wanted = await Open(command, ct);
        foreach (var difference in await Compare(command.Cluster, wanted, ct))
            if (difference.Missing)
                await secrets.Create(command.Cluster, difference.Kind, wanted.Values[difference.Kind], ct);
            else
                await secrets.Write(command.Cluster, difference.Kind, wanted.Values[difference.Kind], ct);
        progress.Report("credentials are in place; routers that run with older ones are restarted by a later step");
    }

    // No server has these passwords, so all Secrets but a person's own may be replaced.
    private async Task<StepState> Unused(LocalCluster cluster, IReadOnlyList<Difference> differences, string names, CancellationToken ct) =>
        RootDiffers(differences) && !await secrets.IsOurs(cluster, CredentialSecrets.Root, ct)
            ? StepState.IsUnsafe(
                $"Secret {cluster.SecretName} in namespace {cluster.Namespace} holds another root password than the primary's site",
                "give both sites the same, or delete it here so that the primary's is put in place")
            : StepState.Needs(names);

    // The root passwords differ: whichever one the servers take tells whether they have been cloned.
    private async Task<StepState> ByLogin(LocalCluster cluster, ShellLogin primarys, string names, CancellationToken ct)
    {
        foreach (var pod in cluster.Pods)
        {
            try
            {
                await using var sql = await servers.Open(cluster, pod, primarys, ct);
                return StepState.Needs(names);
            }
            catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.AccessDenied)
            {
                return StepState.IsUnsafe(
                    $"{pod} has another root password than the primary's cluster, and createReplicaCluster needs the same",
                    $"give root on {cluster.Name} the primary's password (ALTER USER) and write it into Secret {cluster.SecretName}, then resume");
            }
            catch (Exception e) when (Unreachable.Is(e))
            {
                // The next pod may answer.
            }
        }

        throw new StepFailedException($"no server of {cluster.Name} answers, so it can not be told which root password they have", "look at its pods", retriable: true);
    }

    // The operator's own accounts differ until the clone has replaced them; before it, the present Secrets are the right ones.
    private async Task<StepState> ByMembership(LocalCluster cluster, InnoDbCluster existing, string names, CancellationToken ct)
    {
        if (!existing.WasMade)
            throw new StepFailedException($"InnoDBCluster {cluster.Name} is being made with other credentials", "it is tried again when it is ONLINE", retriable: true);
        var view = await look.At(cluster, ct);
        if (view.Servers.Any(s => s is { Answers: true, KnownSets.Count: > 0 }))
            return StepState.Needs(names);
        view.NeedAll();
        return StepState.IsDone();
    }

    private async Task<Credentials> Open(Command command, CancellationToken ct) =>
        JsonSerializer.Deserialize<Credentials>(await sealing.Open(command.Credentials, ct), Wire.Options)!;

    private async Task<IReadOnlyList<Difference>> Compare(LocalCluster cluster, Credentials wanted, CancellationToken ct)
    {
        var differences = new List<Difference>();
        foreach (var (kind, values) in wanted.Values)
            if (await secrets.Read(cluster, kind, ct) is not { } found)
                differences.Add(new Difference(kind, Missing: true));
            else if (values.Any(v => !found.TryGetValue(v.Key, out var value) || value != v.Value))
                differences.Add(new Difference(kind, Missing: false));
        return differences;
    }

    private static bool RootDiffers(IReadOnlyList<Difference> differences) => differences.Any(d => d is { Kind: CredentialSecrets.Root, Missing: false });
}
