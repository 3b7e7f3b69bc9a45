using System.Text.Json;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using Command = ClusterSetSuite.Contracts.Steps.GenerateCredentials;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes the missing ones of the primary's four Secrets before the operator would, and seals all values to the other sites.</summary>
public sealed class GenerateCredentials(CredentialSecrets secrets, InnoDbClusters clusters, ISealing sealing) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        var values = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        var missing = new List<string>();
        foreach (var kind in CredentialSecrets.Kinds)
            if (await secrets.Read(command.Cluster, kind, ct) is { } found)
                values[kind] = found;
            else
                missing.Add(kind);
        if (missing.Count == 0)
            return StepState.IsDone(Seal(new Credentials(values), command.Recipients));
        var names = string.Join(", ", missing.Select(kind => CredentialSecrets.Name(command.Cluster, kind)));
        return await clusters.Find(command.Cluster, ct) is { } existing ? Unknowable(command.Cluster, missing, names, existing) : StepState.Needs($"missing Secrets: {names}");
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        foreach (var kind in CredentialSecrets.Kinds)
            if (await secrets.Read(command.Cluster, kind, ct) is null)
                await secrets.Create(command.Cluster, kind, CredentialSecrets.Generate(kind), ct);
    }

    // The servers have the accounts already, so a new password would only lock everybody out.
    private static StepState Unknowable(LocalCluster cluster, List<string> missing, string names, InnoDbCluster existing) =>
        missing.Contains(CredentialSecrets.Root) || existing.WasMade
            ? StepState.IsUnsafe(
                $"InnoDBCluster {cluster.Name} exists and these of its Secrets do not: {names}",
                $"put them back into namespace {cluster.Namespace} with the passwords that the servers have")
            : throw new StepFailedException(
                $"the operator has not made these Secrets of InnoDBCluster {cluster.Name} yet: {names}",
                "it is tried again; when it stays so, look at the operator's log", retriable: true);

    private SealedCredentials Seal(Credentials credentials, IReadOnlyList<Recipient> recipients)
    {
        var text = JsonSerializer.Serialize(credentials, Wire.Options);
        return new SealedCredentials(recipients.ToDictionary(r => r.Site, r => sealing.Seal(r, text)));
    }
}
