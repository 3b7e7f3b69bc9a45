namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Starts programs in containers that stay and answer a line with a line.</summary>
public interface IPodDialogues
{
    /// <summary>Starts one.</summary>
    /// <param name="target">Where.</param>
    /// <param name="command">The program and its arguments; never a secret in it. It must end by itself when no line comes for a while: the end of stdin may never reach it.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="k8s.Autorest.HttpOperationException">The API server refused.</exception>
    Task<IPodDialogue> Open(PodTarget target, IReadOnlyList<string> command, CancellationToken ct);
}

/// <summary>A program that answers a line with a line. One question at a time; after any exception it is of no more use.</summary>
public interface IPodDialogue : IAsyncDisposable
{
    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="line">The question, without the end of the line.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="IOException">The program has ended, or the connection has closed.</exception>
    Task<string> Ask(string line, CancellationToken ct);
}
