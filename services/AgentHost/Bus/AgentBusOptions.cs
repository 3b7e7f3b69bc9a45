namespace ClusterSetSuite.AgentHost.Bus;

/// <summary>How an agent treats its deliveries.</summary>
public sealed class AgentBusOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Agent";

    /// <summary>How long a delivery is held for a running step. Below the broker's acknowledgement timeout (30 minutes in RabbitMQ).</summary>
    public TimeSpan HoldLimit { get; set; } = TimeSpan.FromMinutes(5);
}
