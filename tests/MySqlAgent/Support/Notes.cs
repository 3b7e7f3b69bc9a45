using System.Collections.Concurrent;
using ClusterSetSuite.AgentHost.Steps;

namespace ClusterSetSuite.MySqlAgent.Tests.Support;

/// <summary>Keeps what a step reports.</summary>
internal sealed class Notes : IStepProgress
{
    public ConcurrentQueue<string> Texts { get; } = new();

    public void Report(string text, int? percent = null) => Texts.Enqueue(text);
}
