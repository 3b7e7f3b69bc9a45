using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Cli.Api;

/// <summary>Asks the Coordinator's API.</summary>
public sealed class CoordinatorClient : IDisposable
{
    private readonly HttpClient http;

    /// <summary>A client for one Coordinator.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="token">The bearer token, or null where it wants none.</param>
    public CoordinatorClient(Uri url, string? token)
    {
        http = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Asks for a ClusterSet as its spec says.</summary>
    /// <returns>The operation's id.</returns>
    public Task<Guid> Apply(string name, string spec, Guid operationId, CancellationToken ct) => Ask(HttpMethod.Put, $"/v1/clustersets/{Uri.EscapeDataString(name)}", spec, operationId, ct);

    /// <summary>Asks for an operation that changes nothing.</summary>
    /// <returns>The operation's id.</returns>
    public Task<Guid> Look(string kind, string name, string spec, Guid operationId, CancellationToken ct) =>
        Ask(HttpMethod.Post, $"/v1/clustersets/{Uri.EscapeDataString(name)}/{kind}", spec, operationId, ct);

    /// <summary>What speaks for and against a failover.</summary>
    public async Task<FailoverEvidenceView> FailoverEvidence(string name, string to, CancellationToken ct) =>
        await Find<FailoverEvidenceView>($"/v1/clustersets/{Uri.EscapeDataString(name)}/failover?to={Uri.EscapeDataString(to)}", ct)
        ?? throw new CliException($"There is no ClusterSet '{name}'; `clusterset status` lists them.", ExitCodes.BadInput);

    /// <summary>Asks for something to be done with a known ClusterSet.</summary>
    /// <returns>The operation's id.</returns>
    public async Task<Guid> Ask(string name, string verb, object request, Guid operationId, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/v1/clustersets/{Uri.EscapeDataString(name)}/{verb}")
        {
            Content = JsonContent.Create(request, request.GetType(), options: Wire.Options),
        };
        message.Headers.Add("Operation-Id", operationId.ToString());
        using var response = await Send(message, ct);
        return Guid.Parse(response.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    /// <summary>Asks something of a ClusterSet's detector.</summary>
    public async Task<AutomationView> AskDetector(string name, string verb, object request, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/v1/clustersets/{Uri.EscapeDataString(name)}/{verb}")
        {
            Content = JsonContent.Create(request, request.GetType(), options: Wire.Options),
        };
        using var response = await Send(message, ct);
        return (await response.Content.ReadFromJsonAsync<AutomationView>(Wire.Options, ct))!;
    }

    /// <summary>The reports of the detector's promotions, newest first.</summary>
    public async Task<IReadOnlyList<PromotionView>> Promotions(string name, CancellationToken ct) =>
        await Find<List<PromotionView>>($"/v1/clustersets/{Uri.EscapeDataString(name)}/promotions", ct) ?? [];

    /// <summary>The reports of the drills, newest first.</summary>
    public async Task<IReadOnlyList<DrillView>> Drills(string name, CancellationToken ct) =>
        await Find<List<DrillView>>($"/v1/clustersets/{Uri.EscapeDataString(name)}/drills", ct) ?? [];

    /// <summary>One operation with its stages, or null when there is none with that id.</summary>
    public Task<OperationView?> Operation(Guid id, CancellationToken ct) => Find<OperationView>($"/v1/operations/{id}", ct);

    /// <summary>The operations, newest first.</summary>
    public async Task<IReadOnlyList<OperationView>> Operations(CancellationToken ct) => await Find<List<OperationView>>("/v1/operations", ct) ?? [];

    /// <summary>One ClusterSet, or null when the Coordinator knows none of that name.</summary>
    public Task<ClusterSetView?> ClusterSet(string name, CancellationToken ct) => Find<ClusterSetView>($"/v1/clustersets/{Uri.EscapeDataString(name)}", ct);

    /// <summary>All ClusterSets.</summary>
    public async Task<IReadOnlyList<ClusterSetView>> ClusterSets(CancellationToken ct) => await Find<List<ClusterSetView>>("/v1/clustersets", ct) ?? [];

    /// <summary>The agents that have ever reported.</summary>
    public async Task<IReadOnlyList<AgentView>> Agents(CancellationToken ct) => await Find<List<AgentView>>("/v1/agents", ct) ?? [];

    /// <summary>Lets a failed operation go on.</summary>
    public Task Resume(Guid id, CancellationToken ct) => Post($"/v1/operations/{id}/resume", ct);

    /// <summary>Stops an operation after the steps that are running.</summary>
    public Task Cancel(Guid id, CancellationToken ct) => Post($"/v1/operations/{id}/cancel", ct);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<Guid> Ask(HttpMethod method, string path, string? body, Guid operationId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/yaml") };
        request.Headers.Add("Operation-Id", operationId.ToString());
        using var response = await Send(request, ct);
        return Guid.Parse(response.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    private async Task<T?> Find<T>(string path, CancellationToken ct)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await Send(request, ct, orNotFound: true);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await response.Content.ReadFromJsonAsync<T>(Wire.Options, ct);
    }

    private async Task Post(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        using var response = await Send(request, ct);
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken ct, bool orNotFound = false)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, ct);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new CoordinatorUnreachableException($"The Coordinator at {http.BaseAddress} does not answer: {e.Message}");
        }

        if (response.IsSuccessStatusCode || (orNotFound && response.StatusCode == HttpStatusCode.NotFound))
            return response;
        using (response)
            throw await Refusal(response, ct);
    }

    private static async Task<CliException> Refusal(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStringAsync(ct);
        var problem = ProblemText.Read(body) ?? $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}";
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new(problem, ExitCodes.BadInput),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new($"The Coordinator refuses the caller ({(int)response.StatusCode}); give the right --token-file.", ExitCodes.NoCoordinator),
            _ => new(problem, ExitCodes.Failed),
        };
    }
}
