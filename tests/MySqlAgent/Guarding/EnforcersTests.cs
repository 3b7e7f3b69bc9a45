using ClusterSetSuite.AgentHost.Kubernetes;
using ClusterSetSuite.Failover;
using ClusterSetSuite.MySqlAgent.Guarding;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

/// <summary>What is kept of an enforcer's answers.</summary>
public sealed class EnforcersTests : IPodDialogues, IPodDialogue
{
    private readonly Queue<string> _answers = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<IPodDialogue> Open(PodTarget target, IReadOnlyList<string> command, CancellationToken ct) => Task.FromResult<IPodDialogue>(this);

    public Task<string> Ask(string line, CancellationToken ct) => Task.FromResult(_answers.Dequeue());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_enforcer_that_was_overlooked_is_asked_for_again_with_the_next_look()
    {
        await using var enforcers = new Enforcers(this, new(Options.Create(new GuardOptions())), new("mycs", new("mysql-prod", "prd", 3, "mypwds")), new FailoverTimers());
        var now = BootClock.Now;
        _answers.Enqueue("1500 never");
        Assert.Null(await enforcers.Of("prd-0", now, fresh: false, Ct));
        _answers.Enqueue("1600 1590");
        Assert.Equal(TimeSpan.FromSeconds(16), (await enforcers.Of("prd-0", now + TimeSpan.FromSeconds(1), fresh: false, Ct))?.Clock);
        Assert.NotNull(await enforcers.Of("prd-0", now + TimeSpan.FromSeconds(2), fresh: false, Ct)); // by what was read: nothing is asked
    }
}
