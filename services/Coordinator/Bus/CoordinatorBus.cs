using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Operations.Consumers;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Coordinator.Bus;

/// <summary>The Coordinator's side of the bus.</summary>
public static class CoordinatorBus
{
    /// <summary>Adds everything of the Coordinator that takes messages; the caller adds the transport (and, when embedded, the agents).</summary>
    public static void AddCoordinatorConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.DisableUsageTelemetry();
        bus.AddSagaStateMachine<OperationStateMachine, OperationState, OperationDefinition>().Repository(repository =>
            repository.RegisterSagaRepository<OperationState, CoordinatorDb, SagaConsumeContextFactory<CoordinatorDb, OperationState>, OperationRepository>());
        bus.AddConsumer<ApplyClusterSetConsumer, ApplyClusterSetDefinition>();
        bus.AddConsumer<AftermathConsumer, AftermathDefinition>();
        bus.AddConsumer<DnsEndpointSeenConsumer, DnsEndpointSeenDefinition>();
        bus.AddConsumer<StepProgressConsumer, StepProgressDefinition>();
        bus.AddConsumer<AgentHeartbeatConsumer, AgentHeartbeatDefinition>();
        bus.AddConsumer<SiteObservationConsumer, SiteObservationDefinition>();
        bus.AddConsumer<DetectorLetterConsumer, DetectorLetterDefinition>();
        bus.AddConfigureEndpointsCallback((_, name, endpoint) => EndpointRules.Apply(name, endpoint));
    }

    /// <summary>Adds the bus of a Coordinator that runs by itself.</summary>
    public static IServiceCollection AddCoordinatorBus(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(BusOptions.Section).Get<BusOptions>() ?? new();
        return services.AddMassTransit(bus =>
        {
            bus.AddCoordinatorConsumers();
            if (options.Transport == "memory")
                bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
            else
                bus.UsingRabbitMq((context, transport) => ConfigureRabbit(context, transport));
        });
    }

    private static void ConfigureRabbit(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator transport)
    {
        var options = context.GetRequiredService<IOptions<BusOptions>>().Value;
        transport.Host(options.Host, options.Port, options.VirtualHost, host =>
        {
            host.Username(options.User);
            if (options.PasswordFile is { } file)
                host.OnRefreshConnectionFactory = async connection => connection.Password = (await File.ReadAllTextAsync(file)).TrimEnd();
        });
        transport.ConfigureEndpoints(context);
    }
}
