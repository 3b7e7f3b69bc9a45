namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>Locks that keep two operations apart: named locks of the server, gone with the session that holds them.</summary>
internal static class Locks
{
    private const string Sharing = "AdminAPI_clusterset.sharing.";

    public static async Task LockClusterSet(this Server primary, ShellContext shell, CancellationToken ct)
    {
        var what = SetLock(primary);
        await Take(primary, "clusterset", what, "member", shell, ct);
        if (await primary.Number("SELECT COUNT(*) FROM performance_schema.metadata_locks WHERE object_type = 'USER LEVEL LOCK' AND LOCATE(@p0, object_name) = 1", ct, Sharing) > 0)
            throw Refused(what, "member", shell);
    }

    /// <summary>Keeps the set from being changed by others; others that share it go on.</summary>
    public static async Task ShareClusterSet(this Server primary, ShellContext shell, CancellationToken ct)
    {
        await primary.Number("SELECT GET_LOCK(CONCAT(@p0, CONNECTION_ID()), 0)", ct, Sharing);
        if (await primary.Number("SELECT IS_FREE_LOCK(@p0)", ct, Name("clusterset")) != 1)
            throw Refused(SetLock(primary), "member", shell);
    }

    public static Task LockCluster(this Server primary, ShellContext shell, CancellationToken ct) =>
        Take(primary, "cluster", $"Cluster lock through primary member '{primary.Address}'", "member", shell, ct);

    public static Task LockInstance(this Server server, ShellContext shell, CancellationToken ct) =>
        Take(server, "instance", $"lock on instance '{server.Address}'", "instance", shell, ct);

    private static async Task Take(Server server, string scope, string what, string where, ShellContext shell, CancellationToken ct)
    {
        if (await server.Number("SELECT GET_LOCK(@p0, 0)", ct, Name(scope)) != 1)
            throw Refused(what, where, shell);
    }

    private static string Name(string scope) => $"AdminAPI_{scope}.AdminAPI_lock";

    private static string SetLock(Server primary) => $"ClusterSet lock through global primary member '{primary.Address}'";

    private static ShellException Refused(string what, string where, ShellContext shell)
    {
        shell.Console.Error(
            $"The operation cannot be executed because it failed to acquire the {what}. Another operation requiring access to the {where} is still in progress, please wait for it to finish and try again.");
        return new($"Failed to acquire {what}", 51500);
    }
}
