using ClusterSetSuite.Lab.MySqlShell.Output;

namespace ClusterSetSuite.Lab.MySqlShell.Dba;

/// <summary><c>dba checkInstanceConfiguration</c>: whether the session's server can serve in a group.</summary>
internal sealed class CheckInstanceConfiguration : IOperation
{
    public IReadOnlyCollection<string> Options { get; } = ["mycnfPath", "password", "verifyMyCnf"];

    public async Task<object?> Run(ShellContext shell, CancellationToken ct)
    {
        var (server, console) = (shell.Session, shell.Console);
        console.Info($"Validating local MySQL instance listening at port {server.Target.Port} for use in an InnoDB Cluster...");
        console.Info();
        console.Info($"This instance reports its own address as {console.Bold(server.Address)}");
        console.Info();
        console.Info("Checking whether existing tables comply with Group Replication requirements...");
        console.Info("No incompatible tables detected");
        console.Info();
        console.Info("Checking instance configuration...");
        var wrong = await InstanceChecks.Wrong(server, ct);
        if (wrong.Count > 0)
        {
            console.Note($"Some configuration options need to be fixed: {string.Join(", ", wrong)}");
            return new Document { ["config_errors"] = wrong.ToList<object?>(), ["status"] = "error" };
        }

        console.Info("Instance configuration is compatible with InnoDB cluster");
        console.Info();
        console.Info($"The instance '{server.Address}' is valid for InnoDB Cluster usage.");
        console.Info();
        return new Document { ["status"] = "ok" };
    }
}
