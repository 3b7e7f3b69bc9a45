using System.Diagnostics;

namespace ClusterSetSuite.TestServers;

/// <summary>A server process that ends with the test process, however that ends; its output goes to a file.</summary>
internal sealed class SupervisedProcess : IAsyncDisposable
{
    // The shell ends the server when its own standard input closes: a killed test process leaves nothing behind.
    private const string Supervise = """
        exec 3<&0 2>>"$LOG"
        "$@" 3<&- </dev/null >>"$LOG" 2>&1 & c=$!
        echo $c > "$LOG.pid"
        ( read _ <&3; kill -9 $c ) 2>/dev/null & w=$!
        wait $c; rc=$?
        kill $w 2>/dev/null
        exit $rc
        """;

    private readonly Process _shell;
    private readonly string _log;

    private SupervisedProcess(Process shell, string log) => (_shell, _log) = (shell, log);

    public bool HasExited => _shell.HasExited;

    public static SupervisedProcess Start(string log, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        start.Environment["LOG"] = log;
        foreach (var argument in (string[])["-c", Supervise, "sh", program, .. arguments])
            start.ArgumentList.Add(argument);
        return new SupervisedProcess(Process.Start(start)!, log);
    }

    /// <summary>The last lines it wrote, for the message of a failed start.</summary>
    public string Tail() => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(15)) : "";

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
