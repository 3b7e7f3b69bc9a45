using System.Text.RegularExpressions;

namespace ClusterSetSuite.MySqlShell.Tests;

/// <summary>A recorded run of the real shell, with addresses, times and sizes made comparable.</summary>
internal sealed record Transcript(int ExitCode, string Output, string Error)
{
    public static Transcript Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Transcripts", $"{name}.txt"));
        var output = text.IndexOf("--- stdout\n", StringComparison.Ordinal);
        var error = text.IndexOf("\n--- stderr\n", StringComparison.Ordinal);
        return new(
            int.Parse(Regex.Match(text, @"^rc=(\d+)$", RegexOptions.Multiline).Groups[1].Value),
            text[(output + "--- stdout\n".Length)..error],
            text[(error + "\n--- stderr\n".Length)..]);
    }

    public void Matches(ShellRun run)
    {
        Assert.Equal(Comparable(Error), Comparable(run.Error));
        Assert.Equal(Comparable(Output), Comparable(run.Output));
        Assert.Equal(ExitCode, run.ExitCode);
    }

    // Server prd-N runs on port 23100+N, dr-N on 23110+N.
    private static string Comparable(string text)
    {
        text = Regex.Replace(text, @"(prd|dr)-(\d)\.[a-z.-]+:\d+", "<$1-$2>");
        text = Regex.Replace(text, @"127\.0\.0\.1:2310(\d)", "<prd-$1>");
        text = Regex.Replace(text, @"127\.0\.0\.1:2311(\d)", "<dr-$1>");
        text = Regex.Replace(text, @"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:[a-z0-9:-]+)*", "<gtid>");
        text = Regex.Replace(text, @"[\d.]+ MB transferred in about \d+ seconds? \(~[\d.]+ MB/s\)", "<size>");
        text = Regex.Replace(text, "Cluster '(prd|myreplica)'", "Cluster <name>");
        // Whether recovery was over before the shell looked is a matter of milliseconds.
        text = Regex.Replace(text, @"State recovery already finished for '\S+'\n|Incremental state recovery is now in progress\.\n\n[^\n]*\nNOTE: [^\n]*\n\* Distributed recovery has finished\n", "<recovered>\n");
        return text.Trim();
    }
}
