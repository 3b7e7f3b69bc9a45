using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Contracts.Tests.Spec;

public class DrillScheduleTests
{
    private const string SundaysAtFour = "0 0 4 ? * SUN";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset Sunday = new(2026, 11, 29, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(599, true)]
    [InlineData(601, false)] // missed: the next one is a week away
    [InlineData(7 * 86400, true)]
    public void It_is_due_from_its_time_on_for_the_window(int seconds, bool isDue)
    {
        var due = DrillSchedule.Due(SundaysAtFour, Sunday.AddSeconds(seconds), Window);
        Assert.Equal(isDue, due is not null);
        Assert.True(due is null || due == Sunday || due == Sunday.AddDays(7));
    }

    [Fact]
    public void Of_several_times_in_the_window_the_newest_counts() =>
        Assert.Equal(Sunday.AddMinutes(7), DrillSchedule.Due("0 * * * * ?", Sunday.AddMinutes(7).AddSeconds(30), Window));

    [Fact]
    public void Its_times_are_UTC_wherever_the_Coordinator_runs() =>
        Assert.Equal(Sunday, DrillSchedule.Due(SundaysAtFour, Sunday.AddMinutes(1).ToOffset(TimeSpan.FromHours(9)), Window));
}
