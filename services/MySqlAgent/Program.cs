using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.MySqlAgent;

await AgentHost.Build(args, AgentNames.MySql, (services, configuration) => services.AddMySqlAgent(configuration)).RunAsync();
