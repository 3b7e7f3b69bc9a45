namespace ClusterSetSuite.Contracts.Steps;

/// <summary>A command for the MeshAgent.</summary>
public interface IMeshCommand : IStepCommand;

/// <summary>A command for the DnsAgent.</summary>
public interface IDnsCommand : IStepCommand;

/// <summary>A command for the MySqlAgent.</summary>
public interface IMySqlCommand : IStepCommand;
