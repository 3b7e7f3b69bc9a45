using System.Collections.Concurrent;
using k8s;
using MySqlConnector;

namespace ClusterSetSuite.TestServers;

/// <summary>The set's servers and routers as clients reach them: by their pods' addresses, which the lab's machine has routes to.</summary>
public static class LabServers
{
    /// <summary>The addresses of a site's servers, by pod.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Of(string site, CancellationToken ct) => await Pods(site, "component=mysqld", ct);

    /// <summary>The addresses of a site's routers, by pod.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> RoutersOf(string site, CancellationToken ct) => await Pods(site, "component=mysqlrouter", ct);

    /// <summary>The root password, which is the same on all sites.</summary>
    public static async Task<string> Password(CancellationToken ct)
    {
        using var client = Lab.Client("dr");
        var secret = await client.CoreV1.ReadNamespacedSecretAsync("mypwds", "mysql-dr", cancellationToken: ct);
        return System.Text.Encoding.UTF8.GetString(secret.Data["rootPassword"]);
    }

    /// <summary>A connection.</summary>
    /// <param name="host">The server or router.</param>
    /// <param name="port">Its port.</param>
    /// <param name="password">Of root.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="patience">Seconds; for those who watch, whoever does not answer within one counts as away.</param>
    public static async Task<MySqlConnection> Open(string host, uint port, string password, CancellationToken ct, uint patience = 1)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = host, Port = port, UserID = "root", Password = password, Pooling = false, ConnectionTimeout = patience, DefaultCommandTimeout = patience + 1, AllowPublicKeyRetrieval = true, SslMode = MySqlSslMode.Preferred,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first column of the first row that a server answers, as text; empty for NULL.</summary>
    public static async Task<string> Ask(string host, string question, CancellationToken ct)
    {
        await using var connection = await Open(host, 3306, await Password(ct), ct, patience: 60);
        await using var command = new MySqlCommand(question, connection);
        return $"{await command.ExecuteScalarAsync(ct)}";
    }

    private static async Task<IReadOnlyDictionary<string, string>> Pods(string site, string selector, CancellationToken ct)
    {
        using var client = Lab.Client(site);
        var pods = await client.CoreV1.ListNamespacedPodAsync($"mysql-{site}", labelSelector: selector, cancellationToken: ct);
        return new ConcurrentDictionary<string, string>(pods.Items.Where(pod => pod.Status.PodIP is not null).ToDictionary(pod => pod.Metadata.Name, pod => pod.Status.PodIP));
    }
}
