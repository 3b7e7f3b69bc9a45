using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.DnsAgent;
using ClusterSetSuite.MeshAgent;
using ClusterSetSuite.MySqlAgent;

namespace ClusterSetSuite.Cli.Embedded;

/// <summary>The three agents of a site in this process.</summary>
internal static class SiteAgents
{
    /// <summary>Adds them.</summary>
    public static void AddSiteAgents(this IServiceCollection services, IConfiguration site) => services
        .AddAgent(AgentNames.Mesh, site, (agent, configuration) => agent.AddMeshAgent(configuration))
        .AddAgent(AgentNames.Dns, site, (agent, configuration) => agent.AddDnsAgent(configuration))
        .AddAgent(AgentNames.MySql, site, (agent, configuration) => agent.AddMySqlAgent(configuration));
}
