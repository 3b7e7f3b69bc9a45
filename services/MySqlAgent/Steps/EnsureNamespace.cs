using System.Net;
using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.Operator;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Command = ClusterSetSuite.Contracts.Steps.EnsureNamespace;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Makes the namespace of the MySQL resources.</summary>
public sealed class EnsureNamespace(IKubernetes kubernetes) : IStep<Command>
{
    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct)
    {
        try
        {
            var found = await kubernetes.CoreV1.ReadNamespaceAsync(command.Namespace, cancellationToken: ct);
            return found.Status?.Phase == "Terminating"
                ? throw new StepFailedException($"namespace {command.Namespace} is being deleted", "it is tried again when it is gone", retriable: true)
                : StepState.IsDone();
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return StepState.Needs($"namespace {command.Namespace} does not exist");
        }
    }

    /// <inheritdoc/>
    public async Task Apply(Command command, CancellationToken ct)
    {
        var labels = new Dictionary<string, string> { [CredentialSecrets.ManagedBy] = SiteOptions.FieldManager };
        try
        {
            await kubernetes.CoreV1.CreateNamespaceAsync(
                new V1Namespace { Metadata = new V1ObjectMeta { Name = command.Namespace, Labels = labels } }, fieldManager: SiteOptions.FieldManager, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // Somebody else was faster.
        }
    }
}
