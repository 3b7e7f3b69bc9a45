using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>The calls of mysqlsh that the steps make, with waiting for other AdminAPI commands to end.</summary>
public sealed class AdminCalls(IMySqlShell shell, IServers servers, IStepProgress progress, TimeProvider time, IOptions<MySqlOptions> options)
{
    private static readonly TimeSpan LockPause = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(2);

    /// <summary>A short AdminAPI command at the server of a pod, for example <c>clusterset status</c>.</summary>
    public Task<ShellResult> Run(LocalCluster cluster, string pod, CancellationToken ct, params IEnumerable<string> command) =>
        Unlocked(Call(cluster, pod, command, options.Value.ShellLimit), ct);

    /// <summary>A command with a deadline of its own.</summary>
    public Task<ShellResult> RunWithin(TimeSpan limit, LocalCluster cluster, string pod, CancellationToken ct, params IEnumerable<string> command) =>
        Unlocked(Call(cluster, pod, command, limit), ct);

    /// <summary>
    /// The same beside a lost site: each of its servers costs 5 to 10 s, which nobody can write in, by its name, which nobody resolves, or by its address, while that is still remembered (seen on the lab).
    /// So they are given up sooner. A living server that takes longer makes the command fail, so that one is tried again without haste, unless it was refused or has had its time.
    /// </summary>
    public async Task<ShellResult> RunBesideLost(TimeSpan limit, LocalCluster cluster, string pod, CancellationToken ct, params IReadOnlyList<string> command)
    {
        var result = await Unlocked(Call(cluster, pod, command, limit) with { IsBesideLost = true }, ct);
        return result.Ok || result.TimedOut || ShellCodes.IsPrimaryAlive(result.Code) ? result : await RunWithin(limit, cluster, pod, ct, command);
    }

    /// <summary>One that clones.</summary>
    public Task<ShellResult> RunLong(LocalCluster cluster, string pod, CancellationToken ct, params IEnumerable<string> command) =>
        Unlocked(Call(cluster, pod, command, options.Value.CloneLimit), ct);

    /// <summary>One statement at any server of any site, as a pod of this site sees it.</summary>
    public Task<ShellResult> Sql(LocalCluster cluster, string pod, string host, string statement, CancellationToken ct) =>
        shell.Run(SqlCall(cluster, pod, host, statement), ct);

    /// <summary>The same, for a statement that must give rows.</summary>
    /// <exception cref="StepFailedException">The server could not be asked.</exception>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> Rows(LocalCluster cluster, string pod, string host, string statement, CancellationToken ct)
    {
        var result = await Sql(cluster, pod, host, statement, ct);
        return result.Ok ? result.Rows() : throw Failures.Of(result, SqlCall(cluster, pod, host, statement));
    }

    /// <summary>The failure of a call of <see cref="Run"/>.</summary>
    public StepFailedException Failure(ShellResult result, LocalCluster cluster, string pod, params IEnumerable<string> command) =>
        Failures.Of(result, Call(cluster, pod, command, options.Value.ShellLimit));

    private ShellCall Call(LocalCluster cluster, string pod, IEnumerable<string> command, TimeSpan limit) =>
        new(cluster, pod, servers.Address(cluster, pod), ["--", .. command], limit);

    private ShellCall SqlCall(LocalCluster cluster, string pod, string host, string statement) =>
        new(cluster, pod, servers.Address(host), ["--sql", "-e", statement], TimeSpan.FromSeconds(30));

    private async Task<ShellResult> Unlocked(ShellCall call, CancellationToken ct)
    {
        // Another site's clone holds the ClusterSet's lock to its end, so a call that clones waits as long as that may take.
        var (begun, patience) = (time.GetTimestamp(), call.Limit > LockLimit ? call.Limit : LockLimit);
        while (true)
        {
            var result = await shell.Run(call, ct);
            if (!ShellCodes.IsLock(result.Code) || time.GetElapsedTime(begun) >= patience)
                return result;
            progress.Report($"{call.Title}: {(result.Code == ShellCodes.GroupStarts ? "its group is being started or stopped by somebody else" : "another AdminAPI command is at work")}, waiting for it");
            await Task.Delay(LockPause, time, ct);
        }
    }
}
