using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.EndToEnd.Tests;

/// <summary>The ClusterSet of the example, made once for all tests of the collection.</summary>
public sealed class ProvisionedSet : IAsyncLifetime
{
    /// <summary>How the command that made it ended.</summary>
    public Ran Made { get; private set; } = new(-1, "", "");

    public async ValueTask InitializeAsync() => Made = await Lab.ClusterSet("apply", "-f", Lab.Spec);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class OnTheLab : ICollectionFixture<ProvisionedSet>
{
    public const string Name = "on the lab";
}
