namespace ClusterSetSuite.Lab.Operator.Spec;

/// <summary>The resource asks for something that can not be built: status INVALID until it is edited.</summary>
public sealed class InvalidSpecException(string message) : Exception(message);
