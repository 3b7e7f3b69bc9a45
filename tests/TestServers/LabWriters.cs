using System.Collections.Concurrent;
using MySqlConnector;

namespace ClusterSetSuite.TestServers;

/// <summary>A client on each site that writes numbers through the site's MySQL Router all the time, and remembers what was acknowledged.</summary>
public sealed class LabWriters : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<(string Site, long Number), DateTimeOffset> _acknowledged = new();
    private readonly string _password;
    private readonly Task _writing;

    private LabWriters(IEnumerable<string> sites, string password)
    {
        _password = password;
        _writing = Task.WhenAll(sites.Select(site => Task.Run(() => Write(site))));
    }

    /// <summary>Makes the table on the primary, and begins to write.</summary>
    public static async Task<LabWriters> Begin(IEnumerable<string> sites, string primary, string password, CancellationToken ct)
    {
        await using var connection = await LabServers.Open(primary, 3306, password, ct, patience: 60);
        await using var command = new MySqlCommand("CREATE DATABASE IF NOT EXISTS chaos; CREATE TABLE IF NOT EXISTS chaos.ledger (site VARCHAR(32), number BIGINT, PRIMARY KEY (site, number))", connection);
        await command.ExecuteNonQueryAsync(ct);
        return new(sites, password);
    }

    /// <summary>Everything that was acknowledged, with when.</summary>
    public IReadOnlyDictionary<(string Site, long Number), DateTimeOffset> Acknowledged => _acknowledged;

    /// <summary>When the newest acknowledgement came; the client's clock.</summary>
    public DateTimeOffset Newest => _acknowledged.IsEmpty ? DateTimeOffset.MinValue : _acknowledged.Values.Max();

    /// <summary>What a server lacks of what was acknowledged before an instant, to all clients or to that of one site.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> Missing(string server, DateTimeOffset before, CancellationToken ct, string? site = null)
    {
        var known = _acknowledged.Where(row => row.Value <= before && (site is null || row.Key.Site == site)).ToList();
        var there = new HashSet<(string, long)>();
        await using var connection = await LabServers.Open(server, 3306, _password, ct, patience: 60);
        await using var command = new MySqlCommand("SELECT site, number FROM chaos.ledger", connection) { CommandTimeout = 30 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            there.Add((reader.GetString(0), reader.GetInt64(1)));
        return [.. known.Where(row => !there.Contains(row.Key)).Select(row => row.Value).Order()];
    }

    /// <summary>Ends the writing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task Write(string site)
    {
        for (var number = 0L; !_end.IsCancellationRequested;)
        {
            try
            {
                var router = (await LabServers.RoutersOf(site, _end.Token)).Values.First();
                await using var connection = await LabServers.Open(router, 6446, _password, _end.Token);
                while (true)
                {
                    await using var command = new MySqlCommand("INSERT INTO chaos.ledger VALUES (@site, @number)", connection);
                    command.Parameters.AddWithValue("@site", site);
                    command.Parameters.AddWithValue("@number", ++number);
                    await command.ExecuteNonQueryAsync(_end.Token);
                    _acknowledged[(site, number)] = DateTimeOffset.UtcNow;
                    await Task.Delay(TimeSpan.FromMilliseconds(100), _end.Token);
                }
            }
            catch (Exception e) when (!_end.IsCancellationRequested && e is MySqlException or InvalidOperationException or HttpRequestException or k8s.Autorest.HttpOperationException or OperationCanceledException or IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), _end.Token);
            }
        }
    }
}
