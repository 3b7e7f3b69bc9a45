using System.Diagnostics;
using k8s;

namespace ClusterSetSuite.TestServers;

/// <summary>The lab on this machine, as `deploy/lab/lab up` leaves it.</summary>
public static class Lab
{
    /// <summary>Where its kubeconfig, commands and logs are.</summary>
    public static string Folder { get; } = Path.Combine(SuiteCache.Folder, "lab");

    /// <summary>The example's spec.</summary>
    public static string Spec => Repository.PathOf("deploy/examples/mycs.yaml");

    /// <summary>One context for each site.</summary>
    public static string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    /// <summary>The names of its sites, which are its kubeconfig's contexts too.</summary>
    public static IReadOnlyList<string> Sites { get; } = ["prod", "dr"];

    /// <summary>The address of its Coordinator.</summary>
    public static Uri Coordinator { get; } = new("http://127.0.0.1:8080");

    /// <summary>A client of a site's API server.</summary>
    public static Kubernetes Client(string site) =>
        new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig, currentContext: site));

    /// <summary>Runs the suite's command.</summary>
    public static Task<Ran> ClusterSet(params string[] arguments) => Run(Path.Combine(Folder, "bin", "clusterset"), TimeSpan.FromMinutes(25), arguments);

    /// <summary>Applies the example's spec in another failover mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="maxDataLoss">The estimated loss above which a person is asked.</param>
    /// <param name="delay">How long the primary must have been silent.</param>
    /// <param name="discard">Whether data that the replica's site holds is given up.</param>
    public static async Task<Ran> Apply(string mode, string maxDataLoss, string delay, bool discard = false)
    {
        var text = (await File.ReadAllTextAsync(Spec))
            .Replace("mode: observe, maxDataLoss: 5s, delay: 60s", $"mode: {mode}, maxDataLoss: {maxDataLoss}, delay: {delay}", StringComparison.Ordinal)
            .Replace("joinAs: myreplica,", discard ? "joinAs: myreplica, existingData: discard," : "joinAs: myreplica,", StringComparison.Ordinal);
        var file = Path.Combine(Path.GetTempPath(), $"mycs-{mode}-{maxDataLoss}-{delay}{(discard ? "-discard" : "")}.yaml");
        await File.WriteAllTextAsync(file, text);
        return await ClusterSet("apply", "-f", file);
    }

    /// <summary>Runs the lab's command.</summary>
    public static Task<Ran> Script(params string[] arguments) => Run(Repository.PathOf("deploy/lab/lab"), TimeSpan.FromMinutes(10), arguments);

    /// <summary>Runs any program with the lab's commands in its path.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it was killed.</exception>
    public static async Task<Ran> Run(string program, TimeSpan limit, params string[] arguments)
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
    /// <summary>All of it, for people.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Stdout}\n{Stderr}";
}
