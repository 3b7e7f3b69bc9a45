using System.Globalization;

namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>One row of a result; columns by name.</summary>
internal sealed class Row(IReadOnlyDictionary<string, object?> values)
{
    public string? Text(string column) => values[column] is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    public string Required(string column) => Text(column) ?? throw new InvalidDataException($"{column} is NULL");

    public long Number(string column) => values[column] is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;

    public ulong Unsigned(string column) => values[column] is { } value ? Convert.ToUInt64(value, CultureInfo.InvariantCulture) : 0;

    public bool Flag(string column) => Number(column) != 0;
}
