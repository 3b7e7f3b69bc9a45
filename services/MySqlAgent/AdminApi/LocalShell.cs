using System.Diagnostics;
using ClusterSetSuite.AgentHost.Kubernetes;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>Runs a mysqlsh of this machine.</summary>
public sealed class LocalShell(IOptions<MySqlOptions> options) : IShellLauncher
{
    /// <inheritdoc/>
    public async Task<ExecResult> Run(ShellCall call, ReadOnlyMemory<byte> optionFile, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var own = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"clusterset.{Guid.NewGuid():N}"));
        try
        {
            var file = Path.Combine(own.FullName, "login");
            await Write(file, optionFile, ct);
            if (call.IsBesideLost)
                await File.WriteAllTextAsync(Path.Combine(own.FullName, "options.json"), call.ShellOptions, ct);
            return await Run([$"--defaults-extra-file={file}", .. arguments], call, own, ct);
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    private static async Task Write(string file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(content, ct);
    }

    private async Task<ExecResult> Run(IEnumerable<string> arguments, ShellCall call, DirectoryInfo own, CancellationToken ct)
    {
        var start = new ProcessStartInfo(options.Value.LocalShell!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MYSQLSH_TERM_COLOR_MODE"] = "nocolor";
        if (call.IsBesideLost)
            (start.Environment["RES_OPTIONS"], start.Environment["MYSQLSH_USER_CONFIG_HOME"]) = (call.ResolverOptions, own.FullName);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(call.Limit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return new ExecResult(124, await output, await error);
        }

        return new ExecResult(process.ExitCode, await output, await error);
    }
}
