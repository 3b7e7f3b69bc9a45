namespace ClusterSetSuite.Cli;

/// <summary>Ends the program with a message for the user and an exit code.</summary>
public sealed class CliException(string message, int exitCode) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
