using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.DnsAgent;

return await AgentHost.Run(AgentHost.Build(args, AgentNames.Dns, (services, configuration) => services.AddDnsAgent(configuration)));
