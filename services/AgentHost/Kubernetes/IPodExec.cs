namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Runs a program in a container.</summary>
public interface IPodExec
{
    /// <summary>Runs to the end, or to the deadline of <paramref name="ct"/>, with both streams drained. Never relies on the end of stdin (field notes, lab).</summary>
    /// <param name="target">Where.</param>
    /// <param name="command">The program and its arguments; never a secret in it.</param>
    /// <param name="stdin">Bytes for its stdin, or null for none; the program must know by itself where they end.</param>
    /// <param name="ct">Cancels the call; the program in the container may go on, so bound it there too.</param>
    /// <exception cref="k8s.Autorest.HttpOperationException">The API server refused.</exception>
    Task<ExecResult> Run(PodTarget target, IReadOnlyList<string> command, ReadOnlyMemory<byte>? stdin, CancellationToken ct);
}

/// <summary>One container of one pod.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Container">The container's name.</param>
public sealed record PodTarget(string Namespace, string Pod, string Container);

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Stdout">All it wrote there.</param>
/// <param name="Stderr">All it wrote there.</param>
public sealed record ExecResult(int ExitCode, string Stdout, string Stderr);
