using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary><c>cluster forceQuorumUsingPartitionOf URI</c>: the members that one member still reaches become the whole group.</summary>
internal sealed class ForceQuorum : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["password"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var access = await ClusterAccess.Get(shell, ct, repair: true);
        if (access.State.IsAvailable)
            throw ShellException.Runtime("The cluster has quorum according to instance " + $"'{access.State.Source!.Address}'");
        var target = await shell.Open(ConnectionTarget.Parse(shell.Arguments.Positional(0) ?? throw new ShellException("ArgumentError: Invalid number of arguments, expected 1 but got 0")), ct);
        var reachable = (await target.Group(ct)).Where(member => member.IsOnline).Select(member => member.Address);
        await target.Execute($"SET GLOBAL group_replication_force_members = {Sql.Quote(string.Join(',', reachable))}", ct);
        var settled = await Waiting.Until(async () => (await target.Group(ct)) is { Count: > 0 } group && group.HasQuorum() && group.Any(m => m is { IsPrimary: true, IsOnline: true }), TimeSpan.FromSeconds(60), ct);
        await target.Execute("SET GLOBAL group_replication_force_members = ''", ct);
        return settled ? null : throw ShellException.Runtime("Timeout waiting for the group to be restored");
    }
}
