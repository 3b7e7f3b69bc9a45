using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Dba;

/// <summary><c>dba createCluster name</c>: a group of one on the session's server, and the metadata of it.</summary>
internal sealed class CreateCluster : IOperation
{
    public IReadOnlyCollection<string> Options { get; } =
    [
        "adoptFromGR", "autoRejoinTries", "certIssuer", "certSubject", "communicationStack", "consistency", "disableClone", "exitStateAction", "expelTimeout", "force", "groupName",
        "gtidSetIsComplete", "ipAllowlist", "localAddress", "manualStartOnBoot", "memberAuthType", "memberSslMode", "memberWeight", "multiPrimary", "paxosSingleLeader",
        "replicationAllowedHost", "transactionSizeLimit",
    ];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var (seed, console) = (shell.Session, shell.Console);
        var name = shell.Arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 to 2 but got 0");
        var adopt = shell.Arguments.Flag("adoptFromGR");
        await RequireUnmanaged(seed, adopt, ct);
        await seed.LockInstance(shell, ct);
        console.Info($"A new InnoDB Cluster will be created on instance '{seed.Address}'.");
        console.Info();
        await InstanceChecks.DisableSuperReadOnly(shell, seed, ct);
        await InstanceChecks.Validate(shell, seed, ct);
        InstanceChecks.AnnounceGroupAddress(shell, seed);

        var options = GroupOptions.From(shell.Arguments);
        if (adopt)
        {
            await AdoptGroup.Adopt(shell, seed, name, options, ct);
            SeedCluster.AnnounceSuccess(shell);
            return new Handle("Cluster", name);
        }

        var group = shell.Arguments.Text("groupName") ?? await seed.Text("SELECT UUID()", ct) ?? "";
        var user = Accounts.Recovery(seed);
        await seed.EnsurePlugins(ct);
        var password = await Accounts.CreateRecovery(seed, user, ct);
        await SeedCluster.Start(shell, seed, name, group, options, user, password, ct);
        await MetadataSchema.Create(seed, ct);
        var cluster = await MetadataWriter.AddCluster(seed, name, group, options.ManualStart, ct);
        await MetadataWriter.AddInstance(seed, cluster, seed, user, ct);
        SeedCluster.AnnounceSuccess(shell);
        return new Handle("Cluster", name);
    }

    private static async Task RequireUnmanaged(Server seed, bool adopt, CancellationToken ct)
    {
        if (await seed.ReadMetadata(ct) is { ThisCluster: not null })
        {
            throw ShellException.Runtime(
                $"Dba.createCluster: Unable to create cluster. The instance '{seed.Address}' already belongs to an InnoDB cluster. Use dba.getCluster() to access it.");
        }

        if (!adopt && await seed.OwnState(ct) != "OFFLINE")
            throw ShellException.Runtime($"Dba.createCluster: Unable to create cluster. The instance '{seed.Address}' belongs to an unmanaged replication group.");
    }
}
