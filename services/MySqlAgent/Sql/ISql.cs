namespace ClusterSetSuite.MySqlAgent.Sql;

/// <summary>A connection to one server.</summary>
public interface ISql : IAsyncDisposable
{
    /// <summary>Runs a statement that gives rows; each column as text, NULL as null.</summary>
    /// <param name="sql">The statement, with <c>@name</c> for parameters.</param>
    /// <param name="parameters">Name to value.</param>
    /// <param name="ct">Cancels the statement.</param>
    Task<IReadOnlyList<Row>> Query(string sql, IReadOnlyDictionary<string, object?> parameters, CancellationToken ct);

    /// <summary>Runs a statement that gives none.</summary>
    /// <param name="sql">The statement, with <c>@name</c> for parameters.</param>
    /// <param name="parameters">Name to value.</param>
    /// <param name="ct">Cancels the statement.</param>
    /// <param name="within">How long it may run; 60 s where null.</param>
    Task Execute(string sql, IReadOnlyDictionary<string, object?> parameters, CancellationToken ct, TimeSpan? within = null);
}

/// <summary>One row; columns by name.</summary>
/// <param name="Columns">Column name to text or null.</param>
public sealed record Row(IReadOnlyDictionary<string, string?> Columns)
{
    /// <summary>The column's text; empty for NULL.</summary>
    public string this[string column] => Columns[column] ?? "";
}

/// <summary>Shorter forms.</summary>
public static class SqlCalls
{
    /// <summary>No parameters.</summary>
    public static readonly IReadOnlyDictionary<string, object?> None = new Dictionary<string, object?>();

    /// <summary>Rows of a statement without parameters.</summary>
    public static Task<IReadOnlyList<Row>> Query(this ISql sql, string statement, CancellationToken ct) => sql.Query(statement, None, ct);

    /// <summary>Runs a statement without parameters.</summary>
    public static Task Execute(this ISql sql, string statement, CancellationToken ct) => sql.Execute(statement, None, ct);

    /// <summary>Leaves the group. One that is still starting is left only when its start gives up, which takes about a minute on 9.7 and longer on a busy machine.</summary>
    public static Task StopGroup(this ISql sql, CancellationToken ct) => sql.Execute("STOP GROUP_REPLICATION", None, ct, within: TimeSpan.FromMinutes(5));

    /// <summary>Leaves the group, and does not look for it again when the server starts.</summary>
    public static async Task LeaveGroup(this ISql sql, CancellationToken ct)
    {
        await sql.StopGroup(ct);
        await sql.Execute("SET PERSIST group_replication_start_on_boot = OFF", ct);
    }

    /// <summary>The first column of the first row, or null where there is none.</summary>
    public static async Task<string?> Scalar(this ISql sql, string statement, CancellationToken ct) =>
        (await sql.Query(statement, None, ct)).Select(row => row.Columns.Values.First()).FirstOrDefault();
}
