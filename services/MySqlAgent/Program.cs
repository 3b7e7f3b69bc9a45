using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.MySqlAgent;

return await AgentHost.Run(AgentHost.Build(args, AgentNames.MySql, (services, configuration) => services.AddMySqlAgent(configuration)));
