namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>What an agent does all the time, beside its steps; registered among the agent's own services as a singleton.</summary>
public interface IAgentWork
{
    /// <summary>Works until the agent is stopped. What goes wrong on the way is told in its signs or logged; an exception ends the work of this agent and is logged.</summary>
    /// <param name="signs">Where it tells what it sees.</param>
    /// <param name="stopping">The agent is being stopped.</param>
    Task Run(ISigns signs, CancellationToken stopping);
}

/// <summary>Publishes messages of which only the newest counts.</summary>
public interface ISigns
{
    /// <summary>Publishes; what the broker does not take at once is dropped, for the next one says more.</summary>
    Task Tell<T>(T sign, CancellationToken ct)
        where T : class;
}
