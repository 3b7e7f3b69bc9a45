using System.ComponentModel.DataAnnotations;

namespace ClusterSetSuite.Failover.Tests;

public class FailoverTimersTests
{
    [Fact]
    public void The_defaults_and_the_fast_profile_are_valid()
    {
        Assert.Empty(Faults(new()));
        Assert.Empty(Faults(FailoverTimers.Fast));
    }

    [Theory]
    [InlineData(nameof(FailoverTimers.HolderStop), 18)]
    [InlineData(nameof(FailoverTimers.EnforcerPatience), 4)]
    [InlineData(nameof(FailoverTimers.LeaseLength), 60)]
    [InlineData(nameof(FailoverTimers.FailoverDelay), 29)]
    [InlineData(nameof(FailoverTimers.LeaseRenewal), 8)]
    [InlineData(nameof(FailoverTimers.ReplicationHeartbeat), 4)]
    public void A_time_span_that_breaks_the_rule_is_named(string member, int seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        var timers = member switch
        {
            nameof(FailoverTimers.HolderStop) => new FailoverTimers { HolderStop = time },
            nameof(FailoverTimers.EnforcerPatience) => new() { EnforcerPatience = time },
            nameof(FailoverTimers.LeaseLength) => new() { LeaseLength = time },
            nameof(FailoverTimers.FailoverDelay) => new() { FailoverDelay = time },
            nameof(FailoverTimers.LeaseRenewal) => new() { LeaseRenewal = time },
            _ => new() { ReplicationHeartbeat = time },
        };
        Assert.Contains(Faults(timers), fault => fault.MemberNames.Contains(member));
    }

    [Fact]
    public void A_holder_always_stops_before_its_granter_counts_on_it_whatever_the_clocks_do()
    {
        var timers = new FailoverTimers { ClockDrift = 0.01 };
        var holder = timers.HolderTime(timers.LeaseLength) / (1 - timers.ClockDrift);
        var granter = timers.GranterTime(timers.LeaseLength) / (1 + timers.ClockDrift);
        Assert.True(holder + timers.FenceBudget <= granter);
    }

    private static List<ValidationResult> Faults(FailoverTimers timers)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(timers, new(timers), faults, validateAllProperties: true);
        return faults;
    }
}
