using ClusterSetSuite.Contracts.Messages;

namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>Takes letters for an agent's steady work, on both paths; registered among the agent's own services as a singleton.</summary>
public interface ILetterBox
{
    /// <summary>The path of the direct way, below the agent's own HTTP address.</summary>
    string Path { get; }

    /// <summary>Takes a letter from the broker. What can not be understood is logged and dropped: the sender asks again.</summary>
    Task Take(GuardLetter letter, CancellationToken ct);

    /// <summary>Takes one on the direct way and answers it.</summary>
    Task<IResult> TakeDirect(HttpRequest request, CancellationToken ct);
}
