namespace ClusterSetSuite.Lab.MySqlShell;

/// <summary>An object has no such operation or option (transcript 097): exit code 10.</summary>
internal sealed class InvalidOperationCallException(string message) : Exception(message);
