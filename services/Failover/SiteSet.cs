using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ClusterSetSuite.Failover.Letters;

namespace ClusterSetSuite.Failover;

/// <summary>A set of site names that compares by value.</summary>
[JsonConverter(typeof(SiteSetJson))]
public sealed class SiteSet : IEquatable<SiteSet>, IReadOnlyCollection<string>
{
    /// <summary>No site.</summary>
    public static readonly SiteSet None = new([]);

    private readonly ImmutableArray<string> _names;

    private SiteSet(ImmutableArray<string> sorted) => _names = sorted;

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <summary>The set of these names.</summary>
    public static SiteSet Of(params IEnumerable<string> names) => new([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>Whether the site is in the set.</summary>
    public bool Contains(string site)
    {
        foreach (var name in _names)
            if (name == site)
                return true;
        return false;
    }

    /// <summary>Whether every one of <paramref name="others"/> is in the set.</summary>
    public bool ContainsAll(SiteSet others) => others.All(Contains);

    /// <summary>The set and this site.</summary>
    public SiteSet With(string site) => Contains(site) ? this : Of(_names.Append(site));

    /// <summary>The set without this site.</summary>
    public SiteSet Without(string site) => Contains(site) ? Of(_names.Where(name => name != site)) : this;

    /// <inheritdoc/>
    public bool Equals(SiteSet? other) => other is not null && _names.AsSpan().SequenceEqual(other._names.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SiteSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var name in _names)
            hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The names in order, with commas.</summary>
    public override string ToString() => _names.IsEmpty ? "no site" : string.Join(", ", _names);

    /// <summary>The names in order.</summary>
    public ImmutableArray<string>.Enumerator GetEnumerator() => _names.GetEnumerator();

    IEnumerator<string> IEnumerable<string>.GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_names).GetEnumerator();
}
