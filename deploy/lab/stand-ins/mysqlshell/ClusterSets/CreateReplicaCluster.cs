using System.Text.RegularExpressions;
using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Dba;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Output;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.ClusterSets;

/// <summary><c>clusterset createReplicaCluster URI name</c>: a standalone server becomes a group of one that replicates from the primary cluster.</summary>
internal sealed class CreateReplicaCluster : IOperation
{
    public IReadOnlyCollection<string> Options { get; } =
    [
        "autoRejoinTries", "certSubject", "cloneDonor", "clusterSetReplicationConnectRetry", "clusterSetReplicationHeartbeatPeriod", "clusterSetReplicationRetryCount", "communicationStack", "consistency", "dryRun", "exitStateAction",
        "expelTimeout", "groupName", "ipAllowlist", "localAddress", "manualStartOnBoot", "memberSslMode", "memberWeight", "paxosSingleLeader", "recoveryMethod", "recoveryProgress",
        "replicationAllowedHost", "timeout",
    ];

    private const int DonorLimit = 60; // seconds

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        if (shell.Arguments is not { Count: 2 } arguments)
            throw new ShellException($"ArgumentError: Invalid number of arguments, expected 2 to 3 but got {shell.Arguments.Count}");
        var access = await ClusterSetAccess.Get(shell, ct);
        var primary = access.RequirePrimary();
        var (console, name, dry) = (shell.Console, arguments.Positional(1)!, arguments.Flag("dryRun"));
        await primary.ShareClusterSet(shell, ct);
        var target = await shell.Open(ConnectionTarget.Parse(arguments.Positional(0)!), ct);
        console.Info($"Setting up replica '{name}' of cluster '{access.PrimaryCluster.Name}' at instance '{target.Address}'.");
        console.Info();
        await Validate(access, target, name, ct);
        await target.LockInstance(shell, ct);
        console.Info($"A new InnoDB Cluster will be created on instance '{target.Address}'.");
        console.Info();
        if (!dry)
            await InstanceChecks.DisableSuperReadOnly(shell, target, ct);
        await InstanceChecks.Validate(shell, target, ct);
        InstanceChecks.AnnounceGroupAddress(shell, target);
        console.Info();
        console.Info("* Checking transaction state of the instance...");
        console.Info();
        var clone = await Provisioning.Choose(shell, target, primary, "clusterset", ct);
        console.Info("* Checking connectivity and SSL configuration to PRIMARY Cluster...");
        console.Info();
        await (dry ? Pretend(shell, target, primary) : Create(access, target, primary, name, clone, ct));
        console.Info();
        console.Info($"Replica Cluster '{name}' successfully created on ClusterSet '{access.Set.Name}'.");
        console.Info();
        if (dry)
        {
            console.Info();
            console.Info("dryRun finished.");
            console.Info();
        }

        return dry ? null : new Handle("Cluster", name);
    }

    private static async Task Validate(ClusterSetAccess access, Server target, string name, CancellationToken ct)
    {
        var console = access.Shell.Console;
        if (access.Metadata.Clusters.Any(cluster => string.Equals(cluster.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            console.Error($"A Cluster named '{name}' already exists in the ClusterSet. Please use a different name.");
            throw new ShellException("Cluster name already in use.", 51610);
        }

        if (!Regex.IsMatch(name, "^[A-Za-z_][A-Za-z0-9_.-]{0,62}$"))
            throw new ShellException("ArgumentError: Cluster name may only contain alphanumeric characters, '_', '-', or '.' and may not start with a number");
        if (await target.ReadMetadata(ct) is { ThisCluster: { } other })
            throw Managed(access, target, other.SetId is null || await target.OwnState(ct) == "ONLINE" ? "InnoDB Cluster" : "InnoDB ClusterSet offline");
        if (await target.OwnState(ct) != "OFFLINE")
            throw Managed(access, target, "unmanaged replication group");
        if (access.Metadata.Instances.FirstOrDefault(i => i.ServerId == target.Id) is { } twin)
            throw new ShellException($"The server_id '{target.Id}' is already used by instance '{twin.Address}'.", 51606);
        if (access.Metadata.Instances.FirstOrDefault(i => i.Uuid == target.Uuid) is { } same)
            throw new ShellException($"The server_uuid '{target.Uuid}' is already used by instance '{same.Address}'.", 51605);
    }

    private static ShellException Managed(ClusterSetAccess access, Server target, string what)
    {
        access.Shell.Console.Error($"The instance '{target.Address}' is already part of an {what}. A new Replica Cluster must be created on a standalone instance.");
        return new($"Target instance already part of an {what}", 51305);
    }

    private static Task Pretend(ShellContext shell, Server target, Server primary)
    {
        AnnounceChannel(shell, target, primary);
        shell.Console.Info($"* Waiting for instance '{target.Address}' to synchronize with PRIMARY Cluster...");
        shell.Console.Info("* Updating topology");
        shell.Console.Info();
        shell.Console.Info("* Waiting for the Cluster to synchronize with the PRIMARY Cluster...");
        return Task.CompletedTask;
    }

    private static async Task Create(ClusterSetAccess access, Server target, Server primary, string name, bool clone, CancellationToken ct)
    {
        var (shell, console, timeout) = (access.Shell, access.Shell.Console, access.Shell.Arguments.Number("timeout") ?? 0);
        var heartbeat = shell.Arguments.Decimal("clusterSetReplicationHeartbeatPeriod");
        var (recoveryUser, replicationUser) = (Accounts.Recovery(target), Accounts.Replication(target));
        var recoveryPassword = await Accounts.CreateRecovery(primary, recoveryUser, ct);
        var replicationPassword = await Accounts.CreateReplication(primary, replicationUser, ct);
        await target.EnsurePlugins(ct);
        await primary.EnsurePlugins(ct);
        var seed = clone ? await Clone(shell, target, await Donor(access, primary, ct), replicationUser, replicationPassword, ct) : target;

        await ReplicationChannel.Remove(seed, ct);
        await seed.EnsurePlugins(ct);
        if (!clone)
            await Accounts.Copy(primary, seed, ct); // even a group of one logs in to itself
        await seed.ManageReadOnly(false, ct);
        await seed.Execute("SET GLOBAL super_read_only = 1", ct);
        var options = GroupOptions.From(shell.Arguments);
        var group = shell.Arguments.Text("groupName") ?? await seed.Text("SELECT UUID()", ct) ?? "";
        await SeedCluster.Start(shell, seed, name, group, options, recoveryUser, recoveryPassword, ct);
        SeedCluster.AnnounceSuccess(shell);

        AnnounceChannel(shell, seed, primary);
        await ReplicationChannel.Configure(seed, primary, replicationUser, replicationPassword, heartbeat, ct);
        await ReplicationChannel.FollowGroup(seed, primary, access.PrimaryCluster.Record.GroupName, ct);
        await ReplicationChannel.Start(seed, ct);
        console.Info($"* Waiting for instance '{seed.Address}' to synchronize with PRIMARY Cluster...");
        await Synchronize(seed, primary, timeout, ct);
        console.Info();
        console.Info();
        console.Info("* Updating topology");
        console.Info();
        var cluster = await MetadataWriter.AddCluster(primary, name, group, options.ManualStart, ct);
        await MetadataWriter.AddInstance(primary, cluster, seed, recoveryUser, ct);
        await MetadataWriter.SetReplicationUser(primary, cluster, replicationUser, ct);
        if (heartbeat is not null)
            await MetadataWriter.SetHeartbeat(primary, cluster, heartbeat, ct);
        await ClusterSetWriter.AddReplica(primary, access.Set, cluster, access.PrimaryCluster.Record.Id, "ADD_CLUSTER", ct);
        console.Info("* Waiting for the Cluster to synchronize with the PRIMARY Cluster...");
        await Synchronize(seed, primary, timeout, ct);
        console.Info();
        console.Info();
    }

    // The primary of the primary cluster unless another of its members is named, as with the real one (mysql-shell, create_replica_cluster.cc).
    private static async Task<Server> Donor(ClusterSetAccess access, Server primary, CancellationToken ct)
    {
        if (access.Shell.Arguments.Text("cloneDonor") is not { } address || address == primary.Address)
            return primary;
        var donor = access.PrimaryCluster.OnlineServers.FirstOrDefault(server => server.Address == address)
            ?? throw new ShellException($"ArgumentError: The donor '{address}' is not an ONLINE member of the PRIMARY Cluster '{access.PrimaryCluster.Name}'");
        await donor.EnsurePlugins(ct);
        await donor.Reaches(await primary.Executed(ct), DonorLimit, ct); // with the account to clone by
        return donor;
    }

    private static async Task<Server> Clone(ShellContext shell, Server target, Server donor, string user, string password, CancellationToken ct)
    {
        shell.Console.Info("Monitoring Clone based state recovery of the new member. Press ^C to abort the operation.");
        CloneMonitor.Announce(shell, target.Address, donor.Address);
        var before = await CloneMonitor.StartTime(target, ct);
        await target.Execute($"SET GLOBAL clone_valid_donor_list = {Sql.Quote(donor.Address)}", ct);
        try
        {
            await target.Execute($"CLONE INSTANCE FROM {Sql.Account(user, donor.Host)}:{donor.Port} IDENTIFIED BY {Sql.Quote(password)} REQUIRE SSL", ct);
        }
        catch (ServerException e) when (e.Number is 3707 or 2006 or 2013 or 0 or 1158 or 1159 or 1160 or 1161 || e.InnerException?.InnerException is IOException or EndOfStreamException)
        {
            // The server goes down at the end of a clone, with its connections; 3707: something else must start it.
        }

        return await CloneMonitor.WaitForRestart(shell, target.Target, before, ct);
    }

    private static void AnnounceChannel(ShellContext shell, Server target, Server primary)
    {
        shell.Console.Info("Cluster \"memberAuthType\" is set to 'PASSWORD' (inherited from the ClusterSet).");
        shell.Console.Info("* Configuring ClusterSet managed replication channel...");
        shell.Console.Info($"** Changing replication source of {target.Address} to {primary.Address}");
        shell.Console.Info();
    }

    private static async Task Synchronize(Server seed, Server primary, int timeout, CancellationToken ct)
    {
        if (!await seed.Reaches(await primary.Executed(ct), timeout, ct))
            throw new ShellException($"Timeout waiting for replica {seed.Address} to synchronize with the PRIMARY Cluster", 51157);
    }
}
