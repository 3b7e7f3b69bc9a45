using Quartz;

namespace ClusterSetSuite.Contracts.Spec;

/// <summary>A time table of drills: a cron expression with seconds, as Quartz reads it, for example <c>0 0 4 ? * SUN</c>; in UTC.</summary>
public static class DrillSchedule
{
    /// <summary>What is wrong with it, or null.</summary>
    public static string? Fault(string text, DateTimeOffset now)
    {
        try
        {
            return Read(text).GetNextValidTimeAfter(now) is null ? $"'{text}' never comes again" : null;
        }
        catch (FormatException e)
        {
            return $"'{text}' is no cron expression ({e.Message.TrimEnd('.')}); write seconds, minutes, hours, day of month, month and day of week, for example 0 0 4 ? * SUN for Sundays at 4:00 UTC";
        }
    }

    /// <summary>The newest time of the table that lies in the window before <paramref name="now"/>; null for none.</summary>
    /// <exception cref="FormatException">It is no cron expression.</exception>
    public static DateTimeOffset? Due(string text, DateTimeOffset now, TimeSpan window)
    {
        var (table, due) = (Read(text), default(DateTimeOffset?));
        for (var next = table.GetNextValidTimeAfter(now - window); next <= now; next = table.GetNextValidTimeAfter(next.Value))
            due = next;
        return due;
    }

    private static CronExpression Read(string text) => new(text, TimeZoneInfo.Utc);
}
