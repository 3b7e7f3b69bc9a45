using ClusterSetSuite.TestServers.KubeApi;

namespace ClusterSetSuite.MeshAgent.Tests.Steps;

/// <summary>One real API server for the tests of the steps.</summary>
[CollectionDefinition(nameof(Api), DisableParallelization = true)]
public sealed class Api : KubeApiFixture, IAsyncLifetime, ICollectionFixture<Api>;
