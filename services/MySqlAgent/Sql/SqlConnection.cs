using System.Globalization;
using MySqlConnector;

namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>A connection over MySqlConnector, and the way to the pod that it uses.</summary>
public sealed class SqlConnection(MySqlConnection connection, IAsyncDisposable? way) : ISql
{
    private static readonly TimeSpan OneStatement = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> Query(string sql, IReadOnlyDictionary<string, object?> parameters, CancellationToken ct)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<Row>();
        while (await reader.ReadAsync(ct))
            rows.Add(new Row(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => Text(reader.GetValue(i)))));
        return rows;
    }

    /// <inheritdoc/>
    public async Task Execute(string sql, IReadOnlyDictionary<string, object?> parameters, CancellationToken ct, TimeSpan? within = null)
    {
        await using var command = Command(sql, parameters, within);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        if (way is not null)
            await way.DisposeAsync();
    }

    private static string? Text(object value) => value switch
    {
        DBNull => null,
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private MySqlCommand Command(string sql, IReadOnlyDictionary<string, object?> parameters, TimeSpan? within = null)
    {
        var command = new MySqlCommand(sql, connection) { CommandTimeout = (int)(within ?? OneStatement).TotalSeconds };
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
