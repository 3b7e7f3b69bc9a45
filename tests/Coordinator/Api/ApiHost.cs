using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.Coordinator.Tests.Api;

/// <summary>A Coordinator as its program makes it, on a port of its own, with a client; nobody takes its commands, so what it starts goes on running.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    public const string Spec = """
        name: mycs
        primary: prod
        sites:
          - {name: prod, namespace: mysql-prod, cluster: {name: prd, baseServerId: 100}}
          - {name: dr, namespace: mysql-dr, cluster: {name: dr, joinAs: myreplica, baseServerId: 200}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("clusterset-api-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private WebApplication? _app;

    /// <summary>The file with the API token.</summary>
    public string TokenFile => Path.Combine(_folder, "token");

    /// <summary>Starts it; with a token when one is given.</summary>
    public static async Task<ApiHost> Start(string? token = null)
    {
        var host = new ApiHost();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "sqlite",
            ["Database:ConnectionString"] = $"Data Source={Path.Combine(host._folder, "state.db")};Pooling=false",
            ["Bus:Transport"] = "memory",
            ["Operations:SilenceLimit"] = "01:00:00",
            ["Api:TokenFile"] = token is null ? null : host.TokenFile,
        });
        if (token is not null)
            await File.WriteAllTextAsync(host.TokenFile, token + "\n");
        builder.Services.AddCoordinator(builder.Configuration);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        host._app = builder.Build();
        host._app.MapCoordinator();
        await host._app.StartAsync();
        host._http.BaseAddress = new Uri(host._app.Urls.First());
        return host;
    }

    /// <summary>PUT of a spec.</summary>
    public async Task<HttpResponseMessage> Put(string name, string spec, string? operationId = null, string type = "application/yaml")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/clustersets/{name}") { Content = new StringContent(spec, Encoding.UTF8, type) };
        if (operationId is not null)
            request.Headers.Add("Operation-Id", operationId);
        return await _http.SendAsync(request);
    }

    /// <summary>GET or POST of an address, with an Authorization header where one is given.</summary>
    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? authorization = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        return await _http.SendAsync(request);
    }

    /// <summary>The body, which must be problem details of the answer's own status.</summary>
    public static async Task<JsonElement> Problem(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        return problem;
    }

    /// <summary>The paths of the faults that problem details tell.</summary>
    public static IEnumerable<string?> Paths(JsonElement problem) => problem.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString());

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
