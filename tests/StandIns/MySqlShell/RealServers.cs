namespace ClusterSetSuite.MySqlShell.Tests;

/// <summary>Tests on real servers, one after another: the transcripts' names of servers are ports.</summary>
[CollectionDefinition(nameof(RealServers), DisableParallelization = true)]
public sealed class RealServers;
