using ClusterSetSuite.AgentHost.Bus;
using ClusterSetSuite.AgentHost.Failures;
using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.AgentHost.Running;
using ClusterSetSuite.AgentHost.Sealing;
using ClusterSetSuite.AgentHost.Steps;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>Registrations that all agents share.</summary>
public static class AgentServices
{
    /// <summary>Hosts an agent in this process: heartbeats and shutdown; its queue is added by <see cref="AgentEndpoints.AddAll"/>.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="agentName">One of <see cref="Contracts.AgentNames"/>.</param>
    /// <param name="configuration">Sections <c>Site</c>, <c>Kubernetes</c>, and the agent's own.</param>
    /// <param name="addSteps">Registers the agent's steps and what they need.</param>
    public static IServiceCollection AddAgent(
        this IServiceCollection services, string agentName, IConfiguration configuration, Action<IServiceCollection, IConfiguration> addSteps)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(host => AgentRuntime.Create(agentName, configuration, addSteps, host));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AgentShutdown>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Heartbeats>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AgentWorks>());
        return services;
    }

    /// <summary>What an agent's own services hold besides its steps.</summary>
    internal static IServiceCollection AddAgentServices(this IServiceCollection services, string agentName, IConfiguration configuration)
    {
        services.AddOptions<SiteOptions>().Bind(configuration.GetSection(SiteOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AgentBusOptions>().Bind(configuration.GetSection(AgentBusOptions.Section))
            .Validate(options => options.HoldLimit > TimeSpan.Zero && options.HoldLimit < TimeSpan.FromMinutes(30), "Agent:HoldLimit must be above 0 and below 30 minutes")
            .ValidateOnStart();
        services.AddSingleton(provider => new AgentIdentity(agentName, provider.GetRequiredService<IOptions<SiteOptions>>().Value.Name));
        services.AddSingleton<Eventually>().AddSingleton<SecretMask>();
        services.AddSingleton<FailureTranslation>().AddSingleton<StepRunner>();
        services.AddScoped<StepBoard>().AddScoped<IStepProgress>(scope => scope.GetRequiredService<StepBoard>()).AddScoped<StepWait>();
        return services.AddKubernetes(configuration).AddSingleton<AgentKey>().AddSingleton<ISealing, JweSealing>();
    }

    private static IServiceCollection AddKubernetes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KubernetesOptions>().Bind(configuration.GetSection(KubernetesOptions.Section));
        services.AddSingleton(provider => KubernetesClients.Create(
            provider.GetRequiredService<IOptions<KubernetesOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPodExec, PodExec>().AddSingleton<IPodDialogues, PodDialogues>().AddSingleton<DirectPodPorts>().AddSingleton<ForwardedPodPorts>();
        return services.AddSingleton<IPodPorts>(provider => provider.GetRequiredService<IOptions<SiteOptions>>().Value.InCluster
            ? provider.GetRequiredService<DirectPodPorts>()
            : provider.GetRequiredService<ForwardedPodPorts>());
    }
}
