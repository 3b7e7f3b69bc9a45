using ClusterSetSuite.AgentHost;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.MeshAgent;

await AgentHost.Build(args, AgentNames.Mesh, (services, configuration) => services.AddMeshAgent(configuration)).RunAsync();
