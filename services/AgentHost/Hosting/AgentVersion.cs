using System.Reflection;

namespace ClusterSetSuite.AgentHost.Hosting;

/// <summary>The suite's version, as the heartbeats tell it.</summary>
internal static class AgentVersion
{
    public static string Text { get; } =
        typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
