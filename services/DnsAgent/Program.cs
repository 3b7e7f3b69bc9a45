using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.DnsAgent;

await AgentHost.Build(args, AgentNames.Dns, (services, configuration) => services.AddDnsAgent(configuration)).RunAsync();
