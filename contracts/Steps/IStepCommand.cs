namespace ClusterSetSuite.Contracts.Steps;

/// <summary>A command that one step of one agent carries out. The record's name is its kind on the wire.</summary>
public interface IStepCommand;

/// <summary>A command whose done step tells <typeparamref name="TFacts"/>, for commands of later stages.</summary>
/// <typeparam name="TFacts">A record in this folder; secret parts are sealed (<see cref="Sealed"/>).</typeparam>
public interface IStepCommand<TFacts> : IStepCommand;
