using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests;

/// <summary>The lab as new for each class: clusters, broker and database wiped.</summary>
public sealed class FreshLab : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await Good(Lab.Script("reset"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Injects a fault or takes it back.</summary>
    public static Task Fault(params string[] words) => Good(Lab.Script(["fault", .. words]));

    /// <summary>Runs kubectl on a site.</summary>
    public static Task<string> Kubectl(string site, params string[] words) =>
        Good(Lab.Run("kubectl", TimeSpan.FromMinutes(3), ["--kubeconfig", Lab.Kubeconfig, "--context", site, .. words]));

    /// <summary>What a program printed that must succeed.</summary>
    public static async Task<string> Good(Task<Ran> running)
    {
        var ran = await running;
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return ran.Stdout;
    }
}

/// <summary>One class at a time: there is one lab.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneLab
{
    public const string Name = "one lab";
}
