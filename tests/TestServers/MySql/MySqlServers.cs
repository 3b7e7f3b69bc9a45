namespace ClusterSetSuite.TestServers.MySql;

/// <summary>Several fresh, independent servers on neighbouring ports; their data is deleted on dispose.</summary>
public sealed class MySqlServers : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("suite-mysql-").FullName;
    private readonly List<MySqlServer> _servers = [];

    private MySqlServers()
    {
    }

    /// <summary>The servers, in order of their ports.</summary>
    public IReadOnlyList<MySqlServer> All => _servers;

    /// <summary>The server at an index.</summary>
    public MySqlServer this[int index] => _servers[index];

    /// <summary>Starts <paramref name="count"/> servers in parallel on ports and server ids counted up from the first ones.</summary>
    /// <param name="count">How many.</param>
    /// <param name="firstPort">Port of the first on 127.0.0.1.</param>
    /// <param name="firstServerId">server_id of the first.</param>
    /// <param name="ct">Ends the start; what was started is stopped.</param>
    /// <param name="options">Further options of mysqld.</param>
    public static async Task<MySqlServers> Start(int count, int firstPort, int firstServerId, CancellationToken ct, params string[] options)
    {
        var binaries = MySqlBinaries.Find();
        var servers = new MySqlServers();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var folder = Directory.CreateDirectory(Path.Combine(servers._folder, $"{firstPort + i}")).FullName;
                await MySqlTemplate.Copy(binaries, Path.Combine(folder, "data"), ct);
                await File.WriteAllTextAsync(Path.Combine(folder, "my.cnf"), "", ct);
                servers._servers.Add(new MySqlServer(binaries, folder, firstPort + i, firstServerId + i, options));
            }

            await Task.WhenAll(servers._servers.Select(server => server.Start(ct)));
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
