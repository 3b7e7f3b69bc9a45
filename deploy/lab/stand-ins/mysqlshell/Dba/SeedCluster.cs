using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Dba;

/// <summary>Starts a group of one on a server; common to a new cluster and a new replica cluster.</summary>
internal static class SeedCluster
{
    public static async Task Start(ShellContext shell, Server seed, string name, string groupName, GroupOptions options, string user, string password, CancellationToken ct)
    {
        shell.Console.Info($"Creating InnoDB Cluster '{name}' on '{seed.Address}'...\n");
        shell.Console.Info("Adding Seed Instance...");
        await seed.EnsurePlugins(ct);
        await seed.ConfigureGroup(groupName, "", options, ct);
        await seed.UseRecoveryAccount(user, password, ct);
        await seed.Bootstrap(ct);
    }

    public static void AnnounceSuccess(ShellContext shell)
    {
        shell.Console.Info(
            "Cluster successfully created. Use Cluster.addInstance() to add MySQL instances.\nAt least 3 instances are needed for the cluster to be able to withstand up to\none server failure.");
        shell.Console.Info();
    }
}
