using System.Text.Json;

namespace ClusterSetSuite.Contracts.Messages;

/// <summary>Asks one agent on one site to bring one step to its end; sent to the queue <see cref="QueueNames.For"/>.</summary>
public sealed record StepCommand
{
    /// <summary>The operation this step belongs to: the caller's id, the same for every retry.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The step's name inside its operation, unique there, for example <c>dns-forward/dr</c>.</summary>
    public required string StepId { get; init; }

    /// <summary>1 for the first delivery, one more for every time the Coordinator asks again.</summary>
    public required int Attempt { get; init; }

    /// <summary>The ClusterSet's name.</summary>
    public required string ClusterSet { get; init; }

    /// <summary>The site whose agent is asked.</summary>
    public required string Site { get; init; }

    /// <summary>The name of the command record in <c>contracts/Steps</c>, for example <c>ForwardZones</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The command record itself as JSON (see <see cref="Wire"/>).</summary>
    public required JsonElement Body { get; init; }

    /// <summary>True for a plan or a drift check: only Check runs and nothing is changed.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>How long the agent may work on it, counted on the agent's own monotonic clock from the moment it starts.</summary>
    public required TimeSpan TimeLimit { get; init; }
}
