using System.Collections.Concurrent;
using System.Diagnostics;
using ClusterSetSuite.TestServers;
using MySqlConnector;

namespace ClusterSetSuite.Chaos.Tests.Failover;

/// <summary>Asks every server of both sites all the time whether it would take a client's write, and notices when servers of two sites would at once.</summary>
internal sealed class Writability : IAsyncDisposable
{
    // A member on its way into its group takes no transaction, whatever its settings (ER_GRP_RPL_CANNOT_EXECUTE_TRANS_WHILE_RECOVERING).
    private const string Question = """
        SELECT @@GLOBAL.super_read_only = 0 AND @@GLOBAL.offline_mode = 0
           AND NOT EXISTS (SELECT 1 FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@GLOBAL.server_uuid AND MEMBER_STATE = 'RECOVERING')
        """;

    private readonly ConcurrentDictionary<string, (string Site, TimeSpan Since, TimeSpan Until)> _writable = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<string> _faults = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task _asking;

    private Writability(IEnumerable<string> sites, string password) => _asking = Task.WhenAll(sites.SelectMany(site => Enumerable.Range(0, 3).Select(ordinal => Task.Run(() => Ask(site, ordinal, password)))));

    /// <summary>Begins to ask.</summary>
    public static Writability Begin(IEnumerable<string> sites, string password) => new(sites, password);

    /// <summary>Each time that servers of two sites would have taken writes at once.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>The sites with a server that would take writes, as the newest answers say.</summary>
    public IReadOnlyCollection<string> Sites => [.. _writable.Values.Where(known => _clock.Elapsed - known.Until < TimeSpan.FromSeconds(1)).Select(known => known.Site).Distinct()];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task Ask(string site, int ordinal, string password)
    {
        var pod = $"{(site == "prod" ? "prd" : "dr")}-{ordinal}";
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var address = (await LabServers.Of(site, _end.Token))[pod];
                await using var connection = await LabServers.Open(address, 3306, password, _end.Token);
                while (true)
                    await Once(connection, site, pod);
            }
            catch (Exception e) when (!_end.IsCancellationRequested && e is MySqlException or KeyNotFoundException or HttpRequestException or k8s.Autorest.HttpOperationException or OperationCanceledException or IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), _end.Token);
            }
        }
    }

    private async Task Once(MySqlConnection connection, string site, string pod)
    {
        var asked = _clock.Elapsed;
        await using var command = new MySqlCommand(Question, connection);
        var open = Convert.ToInt64(await command.ExecuteScalarAsync(_end.Token), System.Globalization.CultureInfo.InvariantCulture) == 1;
        var answered = _clock.Elapsed;
        if (open)
        {
            // It was writable at some instant between asking and answering; two such spans that overlap in full certainty need one inside a run of answers of the other.
            _writable.AddOrUpdate(pod, _ => (site, answered, answered), (_, known) => answered - known.Until < TimeSpan.FromSeconds(1) ? known with { Until = answered } : (site, answered, answered));
            foreach (var (other, seen) in _writable)
                if (seen.Site != site && seen.Since < asked && seen.Until > asked)
                    _faults.Add($"{pod} of {site} and {other} of {seen.Site} would both take writes at {answered:mm\\:ss\\.ff}");
        }

        await Task.Delay(TimeSpan.FromMilliseconds(200), _end.Token);
    }
}
