using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ClusterSetSuite.TestServers.KubeApi;

/// <summary>A proxy before a real API server that lets chosen requests go wrong; every other one passes as it is. Gone on dispose.</summary>
public sealed class FaultyApi : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly List<(Func<HttpRequest, bool> When, ApiFault Fault)> _next = [];
    private readonly HashSet<string> _met = [];
    private readonly Lock _gate = new();
    private ApiFault? _firstOfEach;
    private readonly WebApplication _app;
    private readonly ApiWay _way;
    private readonly X509Certificate2 _certificate;
    private readonly KubeApiServer _api;

    private FaultyApi(KubeApiServer api)
    {
        _api = api;
        _way = new ApiWay(api.Url);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();

        // TLS, for kubectl and helm show their token to nobody else; with the server's own certificate, which is for 127.0.0.1.
        _certificate = X509Certificate2.CreateFromPemFile(Path.Combine(api.Certificates, "apiserver.crt"), Path.Combine(api.Certificates, "apiserver.key"));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1; // a cut connection cuts one request
            listen.UseHttps(_certificate);
        }));
        _app = builder.Build();
        _app.Run(Serve);
    }

    /// <summary>Where it listens, for example <c>https://127.0.0.1:43211</c>.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Every request that came, for example <c>PATCH /api/v1/namespaces/x/configmaps/y</c>.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>How many chosen faults have not happened yet.</summary>
    public int Left
    {
        get
        {
            lock (_gate)
                return _next.Count;
        }
    }

    /// <summary>The requests that have gone wrong by <see cref="FirstOfEach"/>, as in <see cref="Seen"/> without the query; a POST with the name of what it makes.</summary>
    public IReadOnlyList<string> Met
    {
        get
        {
            lock (_gate)
                return [.. _met];
        }
    }

    /// <summary>Starts a proxy before the server.</summary>
    public static async Task<FaultyApi> Before(KubeApiServer server, CancellationToken ct)
    {
        var proxy = new FaultyApi(server);
        await proxy._app.StartAsync(ct);
        return proxy;
    }

    /// <summary>A kubeconfig (context <c>test</c>) that goes through the proxy with the server's own administrator.</summary>
    public string Kubeconfig() => File.ReadAllText(_api.Kubeconfig).Replace(_api.Url, Url, StringComparison.Ordinal);

    /// <summary>A client, as the vendor's library makes it, that goes through the proxy and may do everything.</summary>
    public IKubernetes Client()
    {
        using var kubeconfig = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Kubeconfig()));
        return new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
    }

    /// <summary>The next requests of this method whose path or query contains the text go wrong, in this order, one fault each.</summary>
    public void Next(string method, string path, params ApiFault[] faults)
    {
        lock (_gate)
            _next.AddRange(faults.Select(fault => ((Func<HttpRequest, bool>)(request => Is(request, method, path)), fault)));
    }

    /// <summary>From now on every request (its method and path, and the name of what it makes) goes wrong the first time that it comes, and passes when it comes again; null ends that.</summary>
    public void FirstOfEach(ApiFault? fault)
    {
        lock (_gate)
            _firstOfEach = fault;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true)); // open watches end at once
        await _app.DisposeAsync();
        _way.Dispose();
        _certificate.Dispose();
    }

    private static bool Is(HttpRequest request, string method, string path) =>
        request.Method == method && $"{request.Path}{request.QueryString}".Contains(path, StringComparison.Ordinal);

    private async Task Serve(HttpContext context)
    {
        _seen.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        switch (Take(context.Request, await Made(context.Request)))
        {
            case ApiFault.Refused refused:
                await Answer(context, refused.Code, refused.Body);
                break;
            case ApiFault.WatchExpired:
                await Answer(context, HttpStatusCode.OK, $$"""{"type":"ERROR","object":{{new ApiFault.Refused(HttpStatusCode.Gone).Body}}}""" + "\n");
                break;
            case ApiFault.RequestLost:
                context.Abort();
                break;
            case ApiFault.AnswerLost:
                using (await _way.Ask(context))
                    context.Abort();
                break;
            case ApiFault.CutAfter cut:
                await _way.Pass(context, cut.Lines);
                context.Abort();
                break;
            default:
                await _way.Pass(context, int.MaxValue);
                break;
        }
    }

    /// <summary>The name of what a POST makes, with a space before it: its path is that of all of the kind.</summary>
    private async Task<string> Made(HttpRequest request)
    {
        lock (_gate)
        {
            if (_firstOfEach is null || request.Method != HttpMethods.Post)
                return "";
        }

        request.EnableBuffering();
        var body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return $" {body?["metadata"]?["name"]}";
    }

    private ApiFault? Take(HttpRequest request, string made)
    {
        lock (_gate)
        {
            var at = _next.FindIndex(next => next.When(request));
            if (at < 0)
                return _firstOfEach is { } first && _met.Add($"{request.Method} {request.Path}{made}") ? first : null;
            var fault = _next[at].Fault;
            _next.RemoveAt(at);
            return fault;
        }
    }

    private static Task Answer(HttpContext context, HttpStatusCode code, string body)
    {
        context.Response.StatusCode = (int)code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
