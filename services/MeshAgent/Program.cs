using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.MeshAgent;

return await AgentHost.Run(AgentHost.Build(args, AgentNames.Mesh, (services, configuration) => services.AddMeshAgent(configuration)));
