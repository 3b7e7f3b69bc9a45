using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.TestServers;
using ClusterSetSuite.TestServers.Postgres;
using ClusterSetSuite.TestServers.Rabbit;

namespace ClusterSetSuite.Integration.Tests.Operations;

/// <summary>A real Coordinator in a process of its own, which can be killed.</summary>
public sealed class CoordinatorProcess(PostgresServer postgres, RabbitServer rabbit, string folder, params string[] more) : IAsyncDisposable
{
    private readonly int port = FreePort();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private Process? process;

    private readonly ConcurrentQueue<string> output = new();

    /// <summary>All it has written so far.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>Shows this token with every request.</summary>
    public void ShowToken(string token) => http.DefaultRequestHeaders.Authorization = new("Bearer", token);

    /// <summary>The text at an address of the API.</summary>
    public Task<string> Text(string path, CancellationToken ct) => http.GetStringAsync(new Uri(Url + path), ct);

    private string Url => $"http://127.0.0.1:{port}";

    /// <summary>Starts it (again) and waits until it answers.</summary>
    public async Task Up(CancellationToken ct)
    {
        process = Process.Start(StartInfo())!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Waiting.Until(
            "the Coordinator answers",
            () =>
            {
                Assert.False(process.HasExited, "the Coordinator ended while starting");
                return Answers(ct);
            },
            ct);
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Asks for a ClusterSet.</summary>
    public async Task<HttpResponseMessage> Apply(string name, string spec, Guid id, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Url}/v1/clustersets/{name}") { Content = new StringContent(spec, Encoding.UTF8, "application/yaml") };
        request.Headers.Add("Operation-Id", id.ToString());
        return await http.SendAsync(request, ct);
    }

    /// <summary>One operation.</summary>
    public async Task<OperationView> Operation(Guid id, CancellationToken ct) =>
        (await http.GetFromJsonAsync<OperationView>($"{Url}/v1/operations/{id}", Wire.Options, ct))!;

    /// <summary>Lets a failed operation go on.</summary>
    public async Task Resume(Guid id, CancellationToken ct)
    {
        using var answer = await http.PostAsync(new Uri($"{Url}/v1/operations/{id}/resume"), null, ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Looks until the operation is as wanted; the bound is the caller's token.</summary>
    public async Task<OperationView> Until(Guid id, Func<OperationView, bool> wanted, CancellationToken ct)
    {
        while (true)
        {
            var seen = await Operation(id, ct);
            if (wanted(seen))
                return seen;
            await Task.Delay(50, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await Kill();
        http.Dispose();
    }

    private async Task<bool> Answers(CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{Url}/readyz"), ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var password = Path.Combine(folder, "rabbit.password");
        File.WriteAllText(password, rabbit.Password);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Coordinator.CoordinatorServices).Assembly.Location);
        foreach (var setting in new[]
                 {
                     $"Api:Listen={Url}", "Database:Provider=postgres", $"Database:ConnectionString={postgres.ConnectionString}", $"Database:PasswordFile={postgres.PasswordFile}",
                     "Bus:Transport=rabbitmq", "Bus:Host=127.0.0.1", $"Bus:Port={rabbit.Port}", "Bus:User=guest", $"Bus:PasswordFile={password}",
                     "Operations:SilenceLimit=00:00:05", "Operations:SweepInterval=00:00:01", "Operations:MaxUnanswered=20", "Logging:LogLevel:Default=Warning",
                 })
            start.ArgumentList.Add($"--{setting}");
        foreach (var setting in more)
            start.ArgumentList.Add($"--{setting}");
        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
