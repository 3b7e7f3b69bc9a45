using ClusterSetSuite.Lab.MySqlShell.Servers;

namespace ClusterSetSuite.Lab.MySqlShell.Metadata;

/// <summary>Creates and drops the metadata schema, in the version that Router 9.7 follows (2.4.0).</summary>
internal static class MetadataSchema
{
    public static async Task Create(Server primary, CancellationToken ct)
    {
        await Drop(primary, ct);
        foreach (var script in (string[])["tables.sql", "views.sql"])
        {
            foreach (var statement in Read(script).Split(";\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                await primary.Execute(statement.TrimEnd(';', '\n'), ct);
        }
    }

    public static Task Drop(Server server, CancellationToken ct) => server.Execute("DROP DATABASE IF EXISTS mysql_innodb_cluster_metadata", ct);

    private static string Read(string script)
    {
        using var stream = typeof(MetadataSchema).Assembly.GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
