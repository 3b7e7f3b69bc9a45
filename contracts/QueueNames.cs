namespace ClusterSetSuite.Contracts;

/// <summary>The names of the queues; both ends take them from here.</summary>
public static class QueueNames
{
    /// <summary>Requests to, and answers for, the Coordinator.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>Where an agent of a site takes its commands, for example <c>dns-agent.prod</c>.</summary>
    public static string For(string agent, string site) => $"{agent}.{site}";
}
