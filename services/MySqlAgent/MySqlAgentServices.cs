using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Guarding;
using ClusterSetSuite.MySqlAgent.Isolation;
using ClusterSetSuite.MySqlAgent.Observation;
using ClusterSetSuite.MySqlAgent.Operator;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent;

/// <summary>Registers everything of this agent; the host brings the bus, Kubernetes and sealing.</summary>
public static class MySqlAgentServices
{
    /// <summary>Adds the MySqlAgent with its section <c>MySql</c> of the configuration.</summary>
    public static IServiceCollection AddMySqlAgent(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MySqlOptions>().Bind(configuration.GetSection(MySqlOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<Eventually>();
        services.AddSingleton<AgentHost.Failures.IFailureTranslator, MySqlFailures>();
        services.AddSingleton<AgentHost.Hosting.IAgentWork, SiteObserver>().AddScoped<IObservedClusters, MarkedClusters>();
        services.AddSingleton<SiteIsolation>().AddSingleton<AgentHost.Hosting.IAgentWork>(provider => provider.GetRequiredService<SiteIsolation>()).AddScoped<IsolationPolicy>();
        return services.AddGuard(configuration).AddAdminApi().AddOperator().AddSql().AddSteps();
    }

    private static IServiceCollection AddGuard(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GuardOptions>().Bind(configuration.GetSection(GuardOptions.Section)).ValidateDataAnnotations()
            .Validate(options => options.KeyFile is null || File.Exists(options.KeyFile), $"{GuardOptions.Section}:KeyFile does not exist")
            .ValidateOnStart();
        services.AddSingleton(provider => new Failover.Letters.DirectPost(provider.GetRequiredService<IOptions<GuardOptions>>().Value.KeyFile, provider.GetRequiredService<IOptions<GuardOptions>>().Value.AnswerLimit));
        services.AddSingleton<EnforcerCalls>().AddSingleton<AgentHost.Hosting.IAgentEndpoint>(provider => provider.GetRequiredService<EnforcerCalls>());
        services.AddSingleton(Failover.FailoverProfiles.Read(configuration)).AddSingleton<GuardWork>();
        services.AddSingleton<AgentHost.Hosting.IAgentWork>(provider => provider.GetRequiredService<GuardWork>());
        services.AddSingleton<AgentHost.Hosting.ILetterBox>(provider => provider.GetRequiredService<GuardWork>());
        return services.AddSingleton<IGuards>(provider => provider.GetRequiredService<GuardWork>());
    }

    private static IServiceCollection AddAdminApi(this IServiceCollection services) => services
        .AddSingleton<CloneDonors>()
        .AddScoped<SidecarShell>().AddScoped<LocalShell>()
        .AddScoped<IShellLauncher>(scope => scope.GetRequiredService<IOptions<MySqlOptions>>().Value.LocalShell is null
            ? scope.GetRequiredService<SidecarShell>()
            : scope.GetRequiredService<LocalShell>())
        .AddScoped<IMySqlShell, MySqlShell>().AddScoped<AdminCalls>().AddScoped<CloneProgress>();

    private static IServiceCollection AddOperator(this IServiceCollection services) => services
        .AddScoped<CredentialSecrets>().AddScoped<IRootLogin>(scope => scope.GetRequiredService<CredentialSecrets>())
        .AddScoped<InnoDbClusters>().AddScoped<OperatorDeployment>().AddScoped<Manifest>().AddScoped<Rollouts>().AddScoped<PodTroubles>().AddScoped<Permissions>();

    private static IServiceCollection AddSql(this IServiceCollection services) => services
        .AddScoped<ClusterRounds>().AddScoped<Switching.WriteMeter>().AddScoped<IServers, PodServers>().AddScoped<Versions>().AddScoped<LeftChannel>().AddScoped<ClusterLook>().AddScoped<Steps.HalfMadeReplica>().AddScoped<Steps.JoiningServer>();

    private static IServiceCollection AddSteps(this IServiceCollection services) => services
        .AddStep<InspectMySql, Steps.InspectMySql>()
        .AddStep<DetachReplica, Steps.DetachReplica>()
        .AddStep<ReleaseGuard, Steps.ReleaseGuard>()
        .AddStep<MakeStandalone, Steps.MakeStandalone>()
        .AddStep<StopObserving, Steps.StopObserving>()
        .AddStep<EnsureNamespace, Steps.EnsureNamespace>()
        .AddStep<GenerateCredentials, Steps.GenerateCredentials>()
        .AddStep<PlaceCredentials, Steps.PlaceCredentials>()
        .AddStep<InstallOperator, Steps.InstallOperator>()
        .AddStep<CreateInnoDBCluster, Steps.CreateInnoDBCluster>()
        .AddStep<ObserveCluster, Steps.ObserveCluster>()
        .AddStep<AnnotateServices, Steps.AnnotateServices>()
        .AddStep<VerifyPeerLogin, Steps.VerifyPeerLogin>()
        .AddStep<CreateClusterSet, Steps.CreateClusterSet>()
        .AddStep<DissolveCluster, Steps.DissolveCluster>()
        .AddStep<CreateReplicaCluster, Steps.CreateReplicaCluster>()
        .AddStep<AddInstance, Steps.AddInstance>()
        .AddStep<RestartRouters, Steps.RestartRouters>()
        .AddStep<WriteProbeRow, Steps.WriteProbeRow>()
        .AddStep<ReadProbeRow, Steps.ReadProbeRow>()
        .AddStep<VerifyClusterSet, Steps.VerifyClusterSet>()
        .AddStep<InspectReplica, Steps.InspectReplica>()
        .AddStep<InspectPrimary, Steps.InspectPrimary>()
        .AddStep<SwitchPrimary, Steps.SwitchPrimary>()
        .AddStep<VerifyNewPrimary, Steps.VerifyNewPrimary>()
        .AddStep<VerifyFollower, Steps.VerifyFollower>()
        .AddStep<VerifyRouters, Steps.VerifyRouters>()
        .AddStep<InspectLoss, Steps.InspectLoss>()
        .AddStep<InspectOldPrimary, Steps.InspectOldPrimary>()
        .AddStep<DrainReceived, Steps.DrainReceived>()
        .AddStep<ForcePrimary, Steps.ForcePrimary>()
        .AddStep<InspectRejoin, Steps.InspectRejoin>()
        .AddStep<FenceCluster, Steps.FenceCluster>()
        .AddStep<RebootCluster, Steps.RebootCluster>()
        .AddStep<RejoinCluster, Steps.RejoinCluster>()
        .AddStep<RejoinInstance, Steps.RejoinInstance>()
        .AddStep<DiscardCluster, Steps.DiscardCluster>()
        .AddStep<IsolateSite, Steps.IsolateSite>()
        .AddStep<EndIsolation, Steps.EndIsolation>()
        .AddStep<AwaitPrimary, Steps.AwaitPrimary>();
}
