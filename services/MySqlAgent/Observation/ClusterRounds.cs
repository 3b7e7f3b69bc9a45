using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.Sql;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Observation;

/// <summary>Looks at all servers of a cluster at once, for steps; a server that hangs costs its own limit and nobody else's.</summary>
public sealed class ClusterRounds(IServers servers, TimeProvider time, IOptions<MySqlOptions> options)
{
    /// <summary>One look; a server that can not be asked is in the answer with the reason, a wrong password throws.</summary>
    /// <exception cref="AgentHost.Steps.StepFailedException">The password is wrong, or the Secret is missing.</exception>
    public async Task<ClusterObservation> At(LocalCluster cluster, CancellationToken ct) => new()
    {
        Namespace = cluster.Namespace,
        Name = cluster.Name,
        Members = await Task.WhenAll(cluster.Pods.Select(pod => One(cluster, pod, ct))),
    };

    private async Task<MemberObservation> One(LocalCluster cluster, string pod, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            // Waited for from outside: cancelling a statement of a frozen server takes MySqlConnector longer than the limit.
            return await Read(cluster, pod, end.Token).WaitAsync(options.Value.LookLimit, time, ct);
        }
        catch (TimeoutException)
        {
            await end.CancelAsync();
            return new MemberObservation { Pod = pod, Unreachable = $"no answer within {options.Value.LookLimit.TotalSeconds:0.#} s" };
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.AccessDenied)
        {
            throw Failures.Of(e, cluster, pod);
        }
        catch (Exception e) when (Unreachable.Is(e))
        {
            return new MemberObservation { Pod = pod, Unreachable = e.Message };
        }
    }

    private async Task<MemberObservation> Read(LocalCluster cluster, string pod, CancellationToken ct)
    {
        await using var sql = await servers.Open(cluster, pod, ct);
        return await MemberRound.Read(sql, pod, ct);
    }
}
