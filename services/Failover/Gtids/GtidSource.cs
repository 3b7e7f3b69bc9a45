namespace ClusterSetSuite.Failover.Gtids;

/// <summary>Who numbered a transaction: a server or group, and the tag (empty for none) that MySQL 8.3 and later know.</summary>
/// <param name="Uuid">The UUID of the server or of the group's view.</param>
/// <param name="Tag">The tag in small letters; empty for untagged transactions.</param>
public readonly record struct GtidSource(Guid Uuid, string Tag) : IComparable<GtidSource>
{
    /// <inheritdoc/>
    public int CompareTo(GtidSource other)
    {
        var byUuid = Uuid.CompareTo(other.Uuid);
        return byUuid != 0 ? byUuid : string.CompareOrdinal(Tag, other.Tag);
    }

    /// <summary>Whether the first comes before the second.</summary>
    public static bool operator <(GtidSource left, GtidSource right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first comes after the second.</summary>
    public static bool operator >(GtidSource left, GtidSource right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first does not come after the second.</summary>
    public static bool operator <=(GtidSource left, GtidSource right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first does not come before the second.</summary>
    public static bool operator >=(GtidSource left, GtidSource right) => left.CompareTo(right) >= 0;
}
