using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Running;

/// <summary>The way of answers and signs of life to the Coordinator.</summary>
public interface IAnswers
{
    /// <summary>Publishes until the broker has taken it, however long the broker is away.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="stopping">The agent is being stopped: a last try is made within a few seconds, then it throws.</param>
    /// <exception cref="OperationCanceledException">The agent stopped before the broker took it.</exception>
    Task Publish(StepAnswer answer, CancellationToken stopping);

    /// <summary>Publishes a sign of life; what the broker does not take at once is dropped, for the next one says more.</summary>
    Task Tell(StepProgress progress, CancellationToken ct);

    /// <summary>Publishes a heartbeat; dropped like a sign of life.</summary>
    Task Beat(AgentHeartbeat heartbeat, CancellationToken ct);
}
