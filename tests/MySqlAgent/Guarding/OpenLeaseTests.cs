using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Guard;
using ClusterSetSuite.MySqlAgent.Guarding;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

public class OpenLeaseTests
{
    private readonly OpenLease _lease = new();

    [Fact]
    public void A_refusal_ends_the_request_as_a_grant_does()
    {
        _lease.Ask(new LeaseAsked("prod", 1, 5));
        _lease.Take([new LeaseRefused(1, null, "quarantined")]);
        Assert.Null(_lease.Asked);

        _lease.Ask(new LeaseAsked("prod", 2, 5));
        _lease.Take([new ReportAsked(9), new LeaseGranted(2, new() { Epoch = 5, Primary = "prod", Detector = "one" }, TimeSpan.FromSeconds(8))]);
        Assert.Null(_lease.Asked);
    }

    [Fact]
    public void An_answer_to_an_older_request_leaves_the_newer_one_open()
    {
        _lease.Ask(new LeaseAsked("prod", 1, 5));
        _lease.Ask(new LeaseAsked("prod", 2, 5));
        _lease.Take([new LeaseRefused(1, null, "too late")]);
        Assert.Equal(2, _lease.Asked?.Nonce);
    }
}
