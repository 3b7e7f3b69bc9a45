using ClusterSetSuite.Lab.MySqlShell.Clusters;

namespace ClusterSetSuite.Lab.MySqlShell.Dba;

/// <summary><c>dba configureInstance</c>: creates the admin account and persists what a member needs.</summary>
internal sealed class ConfigureInstance : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["applierWorkerThreads", "clusterAdmin", "clusterAdminPassword", "interactive", "mycnfPath", "outputMycnfPath", "password", "restart"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var (server, console) = (shell.Session, shell.Console);
        console.Info($"Configuring local MySQL instance listening at port {server.Target.Port} for use in an InnoDB Cluster...");
        console.Info();
        console.Info($"This instance reports its own address as {console.Bold(server.Address)}");
        console.Info();
        if (await InstanceChecks.Wrong(server, ct) is [_, ..] wrong)
            throw ShellException.Runtime($"The instance needs a restart with other settings: {string.Join(", ", wrong)}");
        if (shell.Arguments.Text("clusterAdmin") is { } admin)
            await CreateAdmin(shell, admin, ct);
        if (shell.Arguments.Number("applierWorkerThreads") is { } workers)
            await server.Execute($"SET PERSIST replica_parallel_workers = {workers}", ct);
        await server.EnsurePlugins(ct);
        console.Info($"The instance '{server.Address}' is valid to be used in an InnoDB Cluster.");
        console.Info();
        return null;
    }

    private static async Task CreateAdmin(ShellContext shell, string admin, CancellationToken ct)
    {
        var (user, host) = AdminAccounts.Split(admin);
        var password = shell.Arguments.Text("clusterAdminPassword") ?? throw ShellException.Runtime($"password for {user}@{host} required");
        shell.Console.Info($"Creating user {user}@{host}.");
        await shell.Session.Writable(() => shell.Session.Locally(() => AdminAccounts.Create(shell.Session, user, host, password, ct), ct), ct);
        shell.Console.Info($"Account {user}@{host} was successfully created.");
        shell.Console.Info();
    }
}
