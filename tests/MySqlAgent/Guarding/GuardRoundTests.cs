using ClusterSetSuite.Contracts.Observations;
using ClusterSetSuite.MySqlAgent.Guarding;

namespace ClusterSetSuite.MySqlAgent.Tests.Guarding;

public sealed class GuardRoundTests
{
    [Theory]
    [InlineData(true, 4, true, true)]
    [InlineData(true, 60, true, false)] // guarded by an earlier build, or with other timers
    [InlineData(false, 4, true, false)]
    [InlineData(false, 60, false, true)]
    [InlineData(false, 4, false, true)] // somebody's own choice
    [InlineData(true, 4, false, false)]
    public void A_guarded_server_starts_shut_and_waits_for_its_source_as_the_timers_say(bool startsShut, int netTimeout, bool isGuarded, bool isAsWanted)
    {
        var round = new GuardRound(new MemberObservation { Pod = "prd-0" }, startsShut, HeartbeatAge: null) { NetTimeout = TimeSpan.FromSeconds(netTimeout) };
        Assert.Equal(isAsWanted, round.IsPersistedFor(isGuarded, TimeSpan.FromSeconds(3.5)));
    }

    [Theory]
    [InlineData(60, 30, false)]
    [InlineData(29, 30, false)] // whole seconds, a second ago
    [InlineData(20, 30, true)]
    public void A_server_that_was_started_while_AdminAPI_is_at_it_is_known_by_its_uptime(int up, int since, bool hasRestarted) => Assert.Equal(
        hasRestarted, new GuardRound(new MemberObservation { Pod = "prd-0" }, StartsShut: true, HeartbeatAge: null) { UpFor = TimeSpan.FromSeconds(up) }.HasRestartedWithin(TimeSpan.FromSeconds(since)));
}
