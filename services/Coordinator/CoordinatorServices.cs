using ClusterSetSuite.Coordinator.Api;
using ClusterSetSuite.Coordinator.Bus;
using ClusterSetSuite.Coordinator.Care;
using ClusterSetSuite.Coordinator.Failover;
using ClusterSetSuite.Coordinator.Health;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Options;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Failover.Letters;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Quartz;

namespace ClusterSetSuite.Coordinator;

/// <summary>Puts the Coordinator into a host.</summary>
public static class CoordinatorServices
{
    /// <summary>A Coordinator that runs by itself, with its own bus.</summary>
    public static IServiceCollection AddCoordinator(this IServiceCollection services, IConfiguration configuration) =>
        services.AddCoordinatorCore(configuration).AddCoordinatorWork(configuration).AddCoordinatorBus(configuration);

    /// <summary>
    /// What answers and listens: everything but the bus (a host that brings its own adds <see cref="CoordinatorBus.AddCoordinatorConsumers"/> to it) and
    /// <see cref="AddCoordinatorWork"/>, without which no operation goes on and nothing is sent.
    /// </summary>
    public static IServiceCollection AddCoordinatorCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.Bind<DatabaseOptions>(configuration, DatabaseOptions.Section);
        services.Bind<BusOptions>(configuration, BusOptions.Section);
        services.Bind<OperationOptions>(configuration, OperationOptions.Section);
        services.Bind<CareOptions>(configuration, CareOptions.Section);
        services.Bind<ApiOptions>(configuration, ApiOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IPlans, SpecPlans>();
        services.AddPersistence();
        services.AddSingleton<Conductor>();
        services.AddSingleton<StepJudge>();
        services.AddSingleton<Observations>();
        services.AddDetectors(configuration);
        services.AddScoped<OperationRequests>();
        services.AddScoped<PrimaryNow>();
        services.AddScoped<SetContext>();
        services.AddScoped<LookRequests>();
        services.AddScoped<DepartureRequests>();
        services.AddScoped<SpecHistory>();
        services.AddScoped<DriftLooks>();
        services.AddScoped<ReturnedSites>();
        services.AddScoped<Drills>();
        services.AddScoped<Caretaker>();
        services.AddScoped<OperationQueries>();
        services.AddScoped<OverdueSteps>();
        return services.AddApi();
    }

    /// <summary>What makes operations go on by themselves: the delivery of messages, and the rounds that ask silent agents again and look after the sets.</summary>
    public static IServiceCollection AddCoordinatorWork(this IServiceCollection services, IConfiguration configuration) => services.AddDelivery().AddSweep(configuration);

    private static void AddDetectors(this IServiceCollection services, IConfiguration configuration)
    {
        services.Bind<DetectorOptions>(configuration, DetectorOptions.Section);
        services.AddSingleton(ClusterSetSuite.Failover.FailoverProfiles.Read(configuration));
        services.AddSingleton(provider => new DirectPost(provider.GetRequiredService<IOptions<DetectorOptions>>().Value.KeyFile, provider.GetRequiredService<IOptions<DetectorOptions>>().Value.AnswerLimit));
        services.AddSingleton<Detectors>().AddSingleton<IAutomation>(provider => provider.GetRequiredService<Detectors>()).AddHostedService(provider => provider.GetRequiredService<Detectors>());
    }

    private static void Bind<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class => services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();

    private static IServiceCollection AddSweep(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(OperationOptions.Section).Get<OperationOptions>() ?? new();
        var care = configuration.GetSection(CareOptions.Section).Get<CareOptions>() ?? new();
        services.AddQuartz(quartz => quartz
            .ScheduleJob<OverdueSteps>(trigger => trigger
                .WithIdentity("overdue-steps")
                .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(options.SweepInterval).RepeatForever()))
            .ScheduleJob<Caretaker>(trigger => trigger
                .WithIdentity("caretaker")
                .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(care.Round).RepeatForever())));
        return services.AddQuartzHostedService();
    }
}
