using ClusterSetSuite.TestServers;

namespace ClusterSetSuite.Chaos.Tests;

/// <summary>The lab as new for each class: clusters, broker and database wiped.</summary>
public sealed class FreshLab : IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        var reset = await Lab.Script("reset");
        Assert.True(reset.ExitCode == 0, reset.ToString());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Injects a fault or takes it back.</summary>
    public static async Task Fault(params string[] words)
    {
        var ran = await Lab.Script(["fault", .. words]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    /// <summary>Runs kubectl on a site.</summary>
    public static async Task<string> Kubectl(string site, params string[] words)
    {
        var ran = await Lab.Run("kubectl", TimeSpan.FromMinutes(3), ["--kubeconfig", Lab.Kubeconfig, "--context", site, .. words]);
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
