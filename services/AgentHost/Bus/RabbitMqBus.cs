using MassTransit;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>The bus of a process that runs one agent by itself: RabbitMQ. It may be away at start and at any time later.</summary>
internal static class RabbitMqBus
{
    public static IServiceCollection AddRabbitMqBus(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BusOptions>().Bind(configuration.GetSection(BusOptions.Section)).ValidateDataAnnotations()
            .Validate(options => File.Exists(options.PasswordFile), $"{BusOptions.Section}:PasswordFile does not exist")
            .ValidateOnStart();
        services.AddOptions<MassTransitHostOptions>().Configure(options => options.StopTimeout = TimeSpan.FromSeconds(15));
        return services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((context, transport) =>
            {
                Connect(transport, context.GetRequiredService<IOptions<BusOptions>>().Value);
                AgentEndpoints.AddAll(transport, context);
            });
        });
    }

    private static void Connect(IRabbitMqBusFactoryConfigurator transport, BusOptions options) => transport.Host(options.Host, options.Port, options.VirtualHost, host =>
    {
        host.Username(options.User);
        host.OnRefreshConnectionFactory = async connection => connection.Password = (await File.ReadAllTextAsync(options.PasswordFile)).TrimEnd();
        if (options.Tls)
            host.UseSsl(tls => tls.ServerName = options.TlsServerName ?? options.Host);
    });
}
