namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>Locks that keep two operations apart: named locks of the server, gone with the session that holds them.</summary>
internal static class Locks
{
    public static Task LockClusterSet(this Server primary, ShellContext shell, CancellationToken ct) =>
        Take(primary, "clusterset", $"ClusterSet lock through global primary member '{primary.Address}'", "member", shell, ct);

    public static Task LockCluster(this Server primary, ShellContext shell, CancellationToken ct) =>
        Take(primary, "cluster", $"Cluster lock through primary member '{primary.Address}'", "member", shell, ct);

    public static Task LockInstance(this Server server, ShellContext shell, CancellationToken ct) =>
        Take(server, "instance", $"lock on instance '{server.Address}'", "instance", shell, ct);

    private static async Task Take(Server server, string scope, string what, string where, ShellContext shell, CancellationToken ct)
    {
        if (await server.Number("SELECT GET_LOCK(@p0, 0)", ct, $"AdminAPI_{scope}.AdminAPI_lock") == 1)
            return;
        shell.Console.Error(
            $"The operation cannot be executed because it failed to acquire the {what}. Another operation requiring access to the {where} is still in progress, please wait for it to finish and try again.");
        throw new ShellException($"Failed to acquire {what}", 51500);
    }
}
