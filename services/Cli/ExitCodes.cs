namespace ClusterSetSuite.Cli;

/// <summary>What the exit codes of <c>clusterset</c> mean.</summary>
public static class ExitCodes
{
    /// <summary>All is as wanted.</summary>
    public const int Ok = 0;

    /// <summary>The operation failed or was cancelled; the output says why and what goes on.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the spec is wrong; nothing was touched.</summary>
    public const int BadInput = 2;

    /// <summary>The Coordinator can not be reached, or refuses the caller.</summary>
    public const int NoCoordinator = 3;

    /// <summary>Interrupted by the user; an operation that was handed over goes on without this program.</summary>
    public const int Interrupted = 130;
}
