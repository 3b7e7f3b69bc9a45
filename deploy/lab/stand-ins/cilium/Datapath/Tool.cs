using System.Diagnostics;

namespace ClusterSetSuite.Lab.Cilium.Datapath;

/// <summary>Runs ip and nft.</summary>
public static class Tool
{
    /// <summary>Runs to the end and returns standard output.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
    public static async Task<string> Run(string program, IEnumerable<string> arguments, string? input, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await error}");
    }
}
