using System.Diagnostics;
using ClusterSetSuite.TestServers;
using k8s;

namespace ClusterSetSuite.EndToEnd.Tests;

/// <summary>The lab on this machine, as `deploy/lab/lab up` leaves it.</summary>
public static class Lab
{
    public static string Folder { get; } = Path.Combine(SuiteCache.Folder, "lab");

    public static string Spec => Repository.PathOf("deploy/examples/mycs.yaml");

    public static string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    public static IKubernetes Client(string site) =>
        new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig, currentContext: site));

    public static Task<Ran> ClusterSet(params string[] arguments) => Run(Path.Combine(Folder, "bin", "clusterset"), TimeSpan.FromMinutes(25), arguments);

    public static Task<Ran> Script(params string[] arguments) => Run(Repository.PathOf("deploy/lab/lab"), TimeSpan.FromMinutes(10), arguments);

    private static async Task<Ran> Run(string program, TimeSpan limit, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{Path.Combine(Folder, "bin")}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(limit);
        var stdout = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var stderr = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new(process.ExitCode, await stdout, await stderr);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}");
        }
    }
}

/// <summary>How a program ended.</summary>
public sealed record Ran(int ExitCode, string Stdout, string Stderr)
{
    public override string ToString() => $"exit code {ExitCode}\n{Stdout}\n{Stderr}";
}
