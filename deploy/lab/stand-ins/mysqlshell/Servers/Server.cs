using System.Globalization;
using ClusterSetSuite.Lab.MySqlShell.CommandLine;
using MySqlConnector;

namespace ClusterSetSuite.Lab.MySqlShell.Servers;

/// <summary>One open session to one MySQL server, and who that server says it is.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly MySqlConnection _connection;

    private Server(MySqlConnection connection, ConnectionTarget target, Row identity)
    {
        (_connection, Target) = (connection, target);
        Address = $"{identity.Required("host")}:{identity.Number("port")}";
        (Uuid, Id, Version) = (identity.Required("uuid"), identity.Unsigned("id"), identity.Required("version").Split('-')[0]);
        XPort = identity.Text("xport");
    }

    public ConnectionTarget Target { get; }

    /// <summary>What the server reports as its own address: report_host or hostname, and the port.</summary>
    public string Address { get; }
    public string Uuid { get; }
    public ulong Id { get; }
    public string Version { get; }

    /// <summary>Port of the X protocol; null when the plugin is off.</summary>
    public string? XPort { get; }
    public string Host => Address[..Address.LastIndexOf(':')];
    public int Port => int.Parse(Address[(Address.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);

    public static async Task<Server> Connect(ConnectionTarget target, Credentials login, CancellationToken ct, int timeoutSeconds = 10)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = target.Host,
            Port = (uint)target.Port,
            UserID = login.User,
            Password = login.Password ?? "",
            SslMode = MySqlSslMode.Preferred,
            AllowPublicKeyRetrieval = true,
            AllowUserVariables = true,
            Pooling = false,
            ConnectionTimeout = (uint)timeoutSeconds,
            DefaultCommandTimeout = 0,
            ApplicationName = "mysqlsh",
            GuidFormat = MySqlGuidFormat.None,
            TreatTinyAsBoolean = false,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return new Server(connection, target, await Identify(connection, ct));
        }
        catch (MySqlException e)
        {
            await connection.DisposeAsync();
            throw await ServerException.FromConnect(e, target, ct);
        }
    }

    public async Task Execute(string sql, CancellationToken ct, params IReadOnlyList<object?> values)
    {
        try
        {
            await using var command = Command(sql, values);
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (MySqlException e)
        {
            throw ServerException.From(e, Target);
        }
    }

    public async Task<List<Row>> Query(string sql, CancellationToken ct, params IReadOnlyList<object?> values)
    {
        try
        {
            await using var command = Command(sql, values);
            await using var reader = await command.ExecuteReaderAsync(ct);
            List<Row> rows = [];
            while (await reader.ReadAsync(ct))
            {
                var row = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
                for (var i = 0; i < reader.FieldCount; i++)
                    row[reader.GetName(i)] = reader.IsDBNull(i) ? null : reader.GetValue(i);
                rows.Add(new Row(row));
            }

            return rows;
        }
        catch (MySqlException e)
        {
            throw ServerException.From(e, Target);
        }
    }

    public async Task<Row?> First(string sql, CancellationToken ct, params IReadOnlyList<object?> values) =>
        (await Query(sql, ct, values)) is [var row, ..] ? row : null;

    public async Task<string?> Text(string sql, CancellationToken ct, params IReadOnlyList<object?> values)
    {
        try
        {
            await using var command = Command(sql, values);
            return await command.ExecuteScalarAsync(ct) is { } value and not DBNull ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        }
        catch (MySqlException e)
        {
            throw ServerException.From(e, Target);
        }
    }

    public async Task<long> Number(string sql, CancellationToken ct, params IReadOnlyList<object?> values) =>
        await Text(sql, ct, values) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    public async Task<bool> Is(string sql, CancellationToken ct, params IReadOnlyList<object?> values) => await Number(sql, ct, values) != 0;

    /// <summary>Runs statements that stay on this server: nothing goes to its binary log.</summary>
    public async Task Locally(Func<Task> work, CancellationToken ct)
    {
        await Execute("SET SESSION sql_log_bin = 0", ct);
        try
        {
            await work();
        }
        finally
        {
            await Execute("SET SESSION sql_log_bin = 1", ct);
        }
    }

    public MySqlCommand Command(string sql, IReadOnlyList<object?> values)
    {
        var command = new MySqlCommand(sql, _connection);
        for (var i = 0; i < values.Count; i++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@p{i}"), values[i]);
        return command;
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private static async Task<Row> Identify(MySqlConnection connection, CancellationToken ct)
    {
        const string sql = """
            SELECT COALESCE(@@report_host, @@hostname) AS host, IF(@@report_port > 0, @@report_port, @@port) AS port, @@server_uuid AS uuid, @@server_id AS id, @@version AS version,
                   @@gtid_mode AS gtid_mode, (SELECT variable_value FROM performance_schema.global_variables WHERE variable_name = 'mysqlx_port') AS xport
            """;
        await using var command = new MySqlCommand(sql, connection);
        Row row;
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            row = new Row(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i)));
        }

        // The shell's own transactions carry its tag in their GTIDs (transcripts 050 and later).
        if (row.Text("gtid_mode") == "ON")
            await Tag(connection, ct);
        return row;
    }

    private static async Task Tag(MySqlConnection connection, CancellationToken ct)
    {
        try
        {
            await using var command = new MySqlCommand("SET SESSION gtid_next = 'AUTOMATIC:mysqlsh'", connection);
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (MySqlException e) when (e.Number is 1227 or 3912 or 4131)
        {
            // An account without TRANSACTION_GTID_TAG can still look.
        }
    }
}
