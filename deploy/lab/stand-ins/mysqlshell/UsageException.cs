namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary>A mistake in the shell's own options (transcript 023): the message after a colon, exit code 1, before anything is connected to.</summary>
internal sealed class UsageException(string message) : Exception(message);
