using ClusterSetSuite.TestServers.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Integration.Tests.Operations;

/// <summary>What a test wants different at <see cref="TwoSites"/>.</summary>
public sealed record TwoSitesOptions
{
    public string[] Sites { get; init; } = ["prod", "dr"];

    public string DatabasePassword { get; init; } = PostgresServer.Password;

    public string BrokerPassword { get; init; } = "guest";

    public string[] CoordinatorSettings { get; init; } = [];

    public string[] AgentSettings { get; init; } = [];

    public Action<IServiceCollection, World> AddSteps { get; init; } = (services, world) => services.AddWorldSteps(world);

    /// <summary>Told what the agents log, besides their console.</summary>
    public ILoggerProvider? Logs { get; init; }
}
