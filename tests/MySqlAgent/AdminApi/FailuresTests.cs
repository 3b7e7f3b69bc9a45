using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.MySqlAgent.AdminApi;

namespace ClusterSetSuite.MySqlAgent.Tests.AdminApi;

/// <summary>Which failures of AdminAPI are tried again by themselves, and which a person must settle.</summary>
public class FailuresTests
{
    private static readonly LocalCluster Cluster = new("mysql-prod", "prd", 3, "mypwds");

    [Theory]
    [InlineData(51500, "The operation cannot be executed because it failed to acquire the lock", true)]
    [InlineData(3663, "The STOP GROUP_REPLICATION command encountered a failure. Another instance of START/STOP GROUP_REPLICATION command is executing.", true)] // met by rejoinInstance
    [InlineData(51618, "The Cluster 'prd' is not reachable or has no quorum.", true)] // met by rejoinCluster just after a reboot
    [InlineData(3862, "Clone Donor Error: 3634 : Too many concurrent clone operations. Maximum allowed - 1..", true)] // of a real server that is being cloned from
    [InlineData(3862, "Clone Donor Error: 1045 : Access denied", false)]
    [InlineData(51011, "There is no quorum to perform the operation", false)]
    [InlineData(51615, "PRIMARY cluster 'prd' is still available", false)]
    [InlineData(59999, "a code of a later version", false)]
    public void A_failure_that_passes_is_tried_again(int code, string message, bool retriable)
    {
        var failure = Failures.Of(new ShellResult(1, code, message, null, []), new ShellCall(Cluster, "prd-0", "prd-0:3306", ["--", "clusterset", "status"], TimeSpan.FromSeconds(10)));

        Assert.Equal((retriable, code), (failure.Retriable, failure.Code));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Advice);
    }
}
