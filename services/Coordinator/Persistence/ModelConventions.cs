using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ClusterSetSuite.Coordinator.Persistence;

/// <summary>How members become columns.</summary>
internal static partial class ModelConventions
{
    /// <summary><c>LastSeenAt</c> becomes <c>last_seen_at</c>, as people write it in psql.</summary>
    public static void UseSnakeCase(this ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.GetColumnName() == property.Name)
                property.SetColumnName(Humps().Replace(property.Name, "_").ToLowerInvariant());
        }
    }

    /// <summary>SQLite has no type for a point in time and compares texts: store the UTC ticks instead.</summary>
    public static void UseSortableTimes(this ModelBuilder model)
    {
        var ticks = new ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, stored => new DateTimeOffset(stored, TimeSpan.Zero));
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset))
                property.SetValueConverter(ticks);
        }
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Humps();
}
