using ClusterSetSuite.AgentHost;
using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using Command = ClusterSetSuite.Contracts.Steps.VerifyPeerLogin;

namespace ClusterSetSuite.MySqlAgent.Steps;

/// <summary>Verifies, from a MySQL pod of this site, that every server of the other sites takes a login by its full name: what AdminAPI will need.</summary>
public sealed class VerifyPeerLogin(AdminCalls admin, ClusterLook look, Eventually eventually, IStepProgress progress, IOptions<MySqlOptions> options) : IStep<Command>
{
    private const string Question = "SELECT @@hostname AS host, @@server_id AS id";

    /// <inheritdoc/>
    public async Task<StepState> Check(Command command, CancellationToken ct) =>
        await Failed(command, ct) is { Count: > 0 } failed ? StepState.Needs(string.Join("; ", failed.Select(f => Say(f.Host, f.Result)))) : StepState.IsDone();

    /// <inheritdoc/>
    public Task Apply(Command command, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<StepState> Verify(Command command, CancellationToken ct)
    {
        var failed = await eventually.Look(
            token => Failed(command, token),
            seen => seen.Count == 0 || seen.Any(f => f.Result.Code == ShellCodes.AccessDenied), // a wrong password does not get right by waiting
            options.Value.LookInterval, options.Value.SettleLimit, ct);
        if (failed.Count == 0)
            return StepState.IsDone();
        var worst = failed.FirstOrDefault(f => f.Result.Code == ShellCodes.AccessDenied, failed[0]);
        throw new StepFailedException(
            string.Join("; ", failed.Select(f => Say(f.Host, f.Result))), Advice(worst.Result, command), retriable: worst.Result.Code != ShellCodes.AccessDenied);
    }

    private async Task<IReadOnlyList<(string Host, ShellResult Result)>> Failed(Command command, CancellationToken ct)
    {
        var from = (await look.At(command.Cluster, ct)).NeedPrimary().Pod;
        using var gate = new SemaphoreSlim(3);
        var asked = await Task.WhenAll(command.PeerHosts.Select(async host =>
        {
            await gate.WaitAsync(ct);
            try
            {
                progress.Report($"logging in to {host} from {from}");
                return (Host: host, Result: await admin.Sql(command.Cluster, from, host, Question, ct));
            }
            finally
            {
                gate.Release();
            }
        }));
        return [.. asked.Where(a => !a.Result.Ok)];
    }

    /// <summary>What a failed login means.</summary>
    internal static string Say(string host, ShellResult result) => result.Code switch
    {
        ShellCodes.UnknownHost => $"{host}: the name does not resolve from this site",
        ShellCodes.AccessDenied => $"{host}: wrong password for root",
        // The number in brackets is the system's: 111 is "refused", the others mean that no answer came back.
        ShellCodes.CannotConnect when result.Message.Contains("(111)", StringComparison.Ordinal) => $"{host}: the connection is refused: nothing listens there",
        ShellCodes.CannotConnect => $"{host}: no route or no answer: {result.Message}",
        _ when result.TimedOut => $"{host}: no answer in time",
        _ => $"{host}: {result.Message}",
    };

    private static string Advice(ShellResult result, Command command) => result.Code switch
    {
        ShellCodes.UnknownHost => "look at the DNS stages of the operation: this site's CoreDNS must forward the other site's MySQL zone",
        ShellCodes.AccessDenied => $"the root passwords of the sites differ: Secret {command.Cluster.SecretName} must hold the same, and the servers must have it",
        ShellCodes.CannotConnect when result.Message.Contains("(111)", StringComparison.Ordinal) => "look at the other site's MySQL pods: mysqld must run and listen",
        _ => "look at the mesh between the sites: pod addresses of the other site must be reachable on port 3306",
    };
}
