using ClusterSetSuite.Lab.MySqlShell.Clusters;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Dba;

/// <summary><c>dba createCluster name --adoptFromGR</c>: metadata and recovery accounts for a group that runs already; nothing is restarted.</summary>
internal static class AdoptGroup
{
    public static async Task Adopt(ShellContext shell, Server seed, string name, GroupOptions options, CancellationToken ct)
    {
        var group = await seed.Group(ct);
        if (group.Find(member => member.Uuid == seed.Uuid) is not { IsOnline: true, IsPrimary: true })
            throw ShellException.Runtime($"Dba.createCluster: The instance '{seed.Address}' is not the primary of an ONLINE group");
        await MetadataSchema.Create(seed, ct);
        var groupName = await seed.Text("SELECT @@GLOBAL.group_replication_group_name", ct) ?? "";
        var cluster = await MetadataWriter.AddCluster(seed, name, groupName, options.ManualStart, ct);
        foreach (var member in group)
        {
            var server = member.Uuid == seed.Uuid ? seed : await shell.Open(member.Address, ct);
            shell.Console.Info($"Adding Instance '{server.Address}'...");
            var user = Accounts.Recovery(server);
            await server.UseRecoveryAccount(user, await Accounts.CreateRecovery(seed, user, ct), ct);
            await MetadataWriter.AddInstance(seed, cluster, server, user, ct);
        }
    }
}
