namespace ClusterSetSuite.Lab.CoreDns.Corefiles;

/// <summary>A Corefile that CoreDNS refuses, in its words.</summary>
public sealed class CorefileException(string message) : Exception(message);
