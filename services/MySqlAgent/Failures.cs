using ClusterSetSuite.AgentHost.Steps;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent;

/// <summary>Turns error codes of mysqlsh and of the servers into a reason and an advice.</summary>
public static class Failures
{
    // Comes inside other errors: the recipient tells it as an error of its donor, and AdminAPI as a failed clone (ER_CLONE_TOO_MANY_CONCURRENT_CLONES).
    private const string TooManyClones = "Too many concurrent clone operations";

    private static readonly Dictionary<int, (string Advice, bool Retriable)> ByCode = new()
    {
        [ShellCodes.Locked] = ("another AdminAPI command (perhaps of the operator) is at work on these servers; it is tried again", true),
        [ShellCodes.LockedExclusively] = ("another AdminAPI command (perhaps of the operator) is at work on these servers; it is tried again", true),
        [ShellCodes.ReadOnly] = ("AdminAPI had lifted super_read_only for its work and the site's guard put it back, or the primary is elsewhere by now; it is tried again", true),
        [ShellCodes.UnknownHost] = ("the name does not resolve from this site's MySQL pods: look at the DNS stages of the operation and at the CoreDNS pods", true),
        [ShellCodes.CannotConnect] = ("the server's port can not be reached: look at its pod and at the mesh between the sites", true),
        [ShellCodes.GroupStarts] = ("the operator, or the site's guard, starts or stops the group on that server at this moment; it is tried again", true),
        [2013] = ("the connection broke while the server was asked; it is tried again", true),
        [51011] = ("the group has lost its quorum: restore it (cluster forceQuorumUsingPartitionOf), then resume", false),
        [51014] = ("the group has no primary at the moment; it is tried again", true),
        [ShellCodes.NoMetadata] = ("the server is in no InnoDB Cluster: was it dissolved or re-created by hand?", false),
        [51153] = ("the target lacks transactions that are gone from the source and must be cloned", false),
        [ShellCodes.TargetInCluster] = ("the target server is still in an InnoDB Cluster: it must be dissolved first", false),
        [ShellCodes.NotOnline] = ("the group is OFFLINE: the operator may restore it by itself; else reboot the cluster (dba rebootClusterFromCompleteOutage), then resume", true),
        [51121] = ("the cluster was invalidated: take it back first (clusterset rejoin)", false),
        [51141] = ("the replication channel does not run: repair it first (clusterset rejoin)", false),
        [51152] = ("the cluster has transactions of its own: export what is needed of them and provision it anew", false),
        [51157] = ("the replica did not catch up in time: wait until its lag is small (clusterset status --watch), or give a longer --timeout", false),
        [51311] = ("another replica has more transactions: make that one the primary", false),
        [51603] = ("the ClusterSet's primary can not be reached: look at its pods and at the mesh between the sites", true),
        [51605] = ("server_ids must be unique in the whole ClusterSet: give the sites disjoint baseServerId ranges and re-create the cluster", false),
        [51606] = ("server_uuids must be unique in the whole ClusterSet: was a data volume copied?", false),
        [51613] = ("a replica is unreachable: mend it first, or give it up (--invalidate SITE) and rejoin it later", false),
        [51614] = ("the primary's servers can still be reached: restore the group instead (force quorum, or reboot from complete outage), or stop these servers for good first", false),
        [51615] = ("the primary lives: move it with clusterset switchover", false),
        [51618] = ("the group can not be reached or has no quorum at the moment, as while its operator restores it: look at its pods and at the mesh between the sites; it is tried again", true),
        [ShellCodes.NameInUse] = ("the name is taken in the ClusterSet: choose another joinAs, or remove the old replica (clusterset removeCluster)", false),
    };

    /// <summary>What a refused or failed call of mysqlsh means for a step.</summary>
    /// <param name="result">Not a success.</param>
    /// <param name="call">The call.</param>
    public static StepFailedException Of(ShellResult result, ShellCall call)
    {
        if (result.TimedOut)
            return new StepFailedException(
                $"mysqlsh {call.Title} at {call.Target} did not end within {call.Limit.TotalSeconds:F0} s",
                "it may have done its work all the same; the next attempt looks first", retriable: true);
        var reason = $"mysqlsh {call.Title} at {call.Target}: {(result.Message.Length > 0 ? result.Message : $"exit code {result.ExitCode}")}";
        if (result.Code == ShellCodes.AccessDenied)
            return WrongPassword(reason, call.Cluster);
        if (result.Message.Contains(TooManyClones, StringComparison.Ordinal))
            return new StepFailedException(reason, "its donor is being cloned from by somebody else; it is tried again", retriable: true) { Code = result.Code };
        var (advice, retriable) = result.Code is { } code && ByCode.TryGetValue(code, out var known) ? known : ("see the message of mysqlsh; resume when its cause is gone", false);
        return new StepFailedException(reason, advice, retriable) { Code = result.Code };
    }

    /// <summary>What an error of a server, or on the way to it, means for a step.</summary>
    public static StepFailedException Of(MySqlException error, LocalCluster cluster, string pod)
    {
        var reason = $"{pod}: {error.Message} ({(int)error.ErrorCode})";
        return error.ErrorCode is MySqlErrorCode.AccessDenied
            ? WrongPassword(reason, cluster)
            : error.Number == 1290
                ? new StepFailedException(reason, "the server is read-only: the primary of the group or of the ClusterSet is elsewhere", retriable: true, error)
                : new StepFailedException(reason, "look at the pod and its mysql container's log", error.IsTransient || error.ErrorCode is MySqlErrorCode.UnableToConnectToHost, error);
    }

    private static StepFailedException WrongPassword(string reason, LocalCluster cluster) => new(
        reason,
        $"the password in Secret {cluster.SecretName} of namespace {cluster.Namespace} is not the one the server has: put the right one into the Secret (key rootPassword), then resume",
        retriable: false);
}
