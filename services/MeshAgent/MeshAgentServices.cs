using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MeshAgent.Cilium;
using ClusterSetSuite.MeshAgent.Steps;

namespace ClusterSetSuite.MeshAgent;

/// <summary>Registers the agent's steps.</summary>
public static class MeshAgentServices
{
    /// <summary>Adds every step for this agent (<see cref="IMeshCommand"/>) and what they drive.</summary>
    /// <param name="services">The agent's services.</param>
    /// <param name="configuration">With section <c>Mesh</c>.</param>
    public static IServiceCollection AddMeshAgent(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MeshOptions>().Bind(configuration.GetSection(MeshOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<HelmProcess>().AddSingleton<InterruptedRelease>().AddSingleton<IHelm, Helm>();
        services.AddSingleton<Installation>().AddSingleton<SiteNetwork>().AddSingleton<LocalEndpoint>().AddSingleton<OwnPeers>();
        services.AddSingleton<Permissions>().AddSingleton<Endpoints>().AddSingleton<PodReplacement>().AddSingleton<MeshHealth>();
        return services
            .AddStep<InspectMesh, InspectMeshStep>()
            .AddStep<InstallCilium, InstallCiliumStep>()
            .AddStep<RestartUnmanagedPods, RestartUnmanagedPodsStep>()
            .AddStep<EnableMesh, EnableMeshStep>()
            .AddStep<ConnectMesh, ConnectMeshStep>()
            .AddStep<VerifyMesh, VerifyMeshStep>()
            .AddStep<DisconnectMesh, DisconnectMeshStep>()
            .AddStep<InspectIsolation, InspectIsolationStep>();
    }
}
