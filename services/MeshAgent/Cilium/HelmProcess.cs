using System.ComponentModel;
using System.Diagnostics;
using ClusterSetSuite.AgentHost.Steps;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>Runs helm once: an argument list, both streams drained, ended at the deadline.</summary>
public sealed partial class HelmProcess(IOptions<MeshOptions> options, TimeProvider time, ILogger<HelmProcess> log)
{
    /// <summary>Runs to the end and returns standard output.</summary>
    /// <exception cref="StepFailedException">It could not be started, failed, or did not end in time; the reason has helm's own words.</exception>
    public async Task<string> Run(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(options.Value.HelmTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        using var process = Start(arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(both.Token);
            var error = process.StandardError.ReadToEndAsync(both.Token);
            await Task.WhenAll(output, error, process.WaitForExitAsync(both.Token));
            Ended(log, arguments[0], process.ExitCode);
            return process.ExitCode == 0 ? await output : throw Failed(arguments[0], await error);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new StepFailedException(
                $"helm {arguments[0]} did not end within {options.Value.HelmTimeout}", "Look at the events in Cilium's namespace; a longer Mesh:HelmTimeout helps on a slow site.", retriable: true);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(options.Value.HelmPath, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new StepFailedException($"helm can not be started: {e.Message}", "Set Mesh:HelmPath to the helm program.", retriable: false, e);
        }
    }

    private static StepFailedException Failed(string verb, string words) => new(
        $"helm {verb} failed: {words.Trim()}",
        "Correct what helm names; `helm history` in Cilium's namespace shows the release. An upgrade that was interrupted leaves it pending: roll it back first.",
        retriable: !words.Contains("is invalid", StringComparison.OrdinalIgnoreCase)); // helm gives exit code 1 for everything; the chart's own validation says "is invalid"

    [LoggerMessage(EventId = 3001, Level = LogLevel.Debug, Message = "helm {Verb} ended with {ExitCode}")]
    private static partial void Ended(ILogger logger, string verb, int exitCode);
}
