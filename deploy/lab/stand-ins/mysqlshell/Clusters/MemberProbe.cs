using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using ClusterSetSuite.Lab.MySqlShell.Metadata;
using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Clusters;

/// <summary>One registered member of a cluster as it was found: reachable or not, and what it sees.</summary>
internal sealed record MemberProbe(InstanceRecord Record, Server? Server, ServerException? Failure, IReadOnlyList<GroupMember> Group, bool ReadOnly, bool SuperReadOnly)
{
    public string Address => Record.Address;
    public string OwnState => Group.FirstOrDefault(member => member.Uuid == Record.Uuid)?.State ?? "OFFLINE";
    public bool IsOnline => Server is not null && OwnState == "ONLINE";
    public bool IsActive => Server is not null && OwnState is "ONLINE" or "RECOVERING";

    /// <summary>Connects to the member, or uses the session that is open already.</summary>
    public static async Task<MemberProbe> Take(ShellContext shell, InstanceRecord record, CancellationToken ct)
    {
        try
        {
            var server = record.Uuid == shell.Session.Uuid ? shell.Session : await shell.Open(record.Address, ct, PersistedOptions.ConnectSeconds());
            var modes = await server.First("SELECT @@GLOBAL.read_only AS ro, @@GLOBAL.super_read_only AS sro", ct);
            return new(record, server, null, await server.Group(ct), modes!.Flag("ro"), modes.Flag("sro"));
        }
        catch (ServerException e)
        {
            return new(record, null, e, [], false, false);
        }
    }
}
