using System.Globalization;
using ClusterSetSuite.AgentHost.Kubernetes;

namespace ClusterSetSuite.MySqlAgent.Tests.Support;

/// <summary>A run of the real mysqlsh, as it was recorded.</summary>
internal static class Transcript
{
    public static ExecResult Read(string number)
    {
        var text = File.ReadAllText(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Transcripts"), $"{number}-*").Single());
        var exit = text[text.IndexOf("rc=", StringComparison.Ordinal)..].Split('\n')[0][3..];
        var stdout = text.Split("--- stdout\n")[1].Split("--- stderr")[0];
        return new ExecResult(int.Parse(exit, CultureInfo.InvariantCulture), stdout, text.Split("--- stderr")[1]);
    }
}
