namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>A path of an agent's own HTTP address beside those of its probes, asked with GET; registered among the agent's own services as a singleton.</summary>
public interface IAgentEndpoint
{
    /// <summary>The path.</summary>
    string Path { get; }

    /// <summary>Answers a request.</summary>
    Task Take(HttpContext http);
}
