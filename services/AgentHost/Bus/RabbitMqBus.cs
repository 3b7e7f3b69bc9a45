using MassTransit;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

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
        services.AddSingleton<LeaderlessQueues>().AddSingleton<BrokerLink>();
        services.AddSingleton<BrokerWatch>().AddHostedService(provider => provider.GetRequiredService<BrokerWatch>());
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

    /// <summary>A connection beside the bus, gone on dispose.</summary>
    public static async Task<IConnection> Connect(BusOptions options, CancellationToken ct) => await new ConnectionFactory
    {
        HostName = options.Host,
        Port = options.Port,
        VirtualHost = options.VirtualHost,
        UserName = options.User,
        Password = (await File.ReadAllTextAsync(options.PasswordFile, ct)).TrimEnd(),
        Ssl = new SslOption(options.TlsServerName ?? options.Host, enabled: options.Tls),
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync(ct);

    private static void Connect(IRabbitMqBusFactoryConfigurator transport, BusOptions options) => transport.Host(options.Host, options.Port, options.VirtualHost, host =>
    {
        host.Username(options.User);
        host.OnRefreshConnectionFactory = async connection => connection.Password = (await File.ReadAllTextAsync(options.PasswordFile)).TrimEnd();
        if (options.Tls)
            host.UseSsl(tls => tls.ServerName = options.TlsServerName ?? options.Host);
    });
}
