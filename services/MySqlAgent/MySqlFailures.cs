using ClusterSetSuite.AgentHost.Failures;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent;

/// <summary>What errors of a server mean where a step has not said it better itself.</summary>
public sealed class MySqlFailures : IFailureTranslator
{
    /// <inheritdoc/>
    public StepFailure? Translate(Exception exception) => exception is not MySqlException error
        ? null
        : error.ErrorCode switch
        {
            MySqlErrorCode.AccessDenied => StepFailure.Lasting($"{error.Message} ({error.Number})", "the root password in the cluster's Secret is not the one that the server has"),
            MySqlErrorCode.UnableToConnectToHost => StepFailure.Passing($"{error.Message} ({error.Number})", "look at the MySQL pods of this site"),
            _ when error.Number == 1290 => StepFailure.Passing($"{error.Message} (1290)", "the server is read-only: the primary is elsewhere"),
            _ => StepFailure.Passing($"{error.Message} ({error.Number})", "look at the mysql container's log of the pod"),
        };
}
