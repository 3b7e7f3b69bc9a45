using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.DnsAgent.CoreDns;
using ClusterSetSuite.DnsAgent.Steps;

namespace ClusterSetSuite.DnsAgent;

/// <summary>Registers the DNS agent's steps and what they need.</summary>
public static class DnsAgentServices
{
    /// <summary>Adds the steps of <c>contracts/Steps/DnsCommands.cs</c>.</summary>
    public static IServiceCollection AddDnsAgent(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DnsOptions>().Bind(configuration.GetSection(DnsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ClusterDnsFinder>().AddSingleton<NodeAddresses>().AddSingleton<CorefileStore>().AddSingleton<DnsReload>();
        services.AddSingleton<IAgentWork, EndpointWatch>();
        services.AddSingleton<OwnServices>().AddSingleton<Permissions>().AddSingleton<ZoneRules>().AddSingleton<PeerNames>().AddSingleton<IDnsQueries, DnsQueries>();
        return services
            .AddStep<InspectDns, InspectDnsStep>()
            .AddStep<ExposeDns, ExposeDnsStep>()
            .AddStep<PublishProbeName, PublishProbeNameStep>()
            .AddStep<ForwardZones, ForwardZonesStep>()
            .AddStep<VerifyZones, VerifyZonesStep>()
            .AddStep<WithdrawProbeName, WithdrawProbeNameStep>()
            .AddStep<HideDns, HideDnsStep>();
    }
}
