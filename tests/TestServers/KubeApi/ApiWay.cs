using Microsoft.AspNetCore.Http;

namespace ClusterSetSuite.TestServers.KubeApi;

/// <summary>The way from a proxy to the API server behind it.</summary>
internal sealed class ApiWay(string url) : IDisposable
{
    private readonly HttpMessageInvoker _server = new(new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        AllowAutoRedirect = false,
    });

    /// <summary>Asks the server what the context was asked.</summary>
    public async Task<HttpResponseMessage> Ask(HttpContext context)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{url}{context.Request.Path}{context.Request.QueryString}");
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is not ("Host" or "Connection" or "Transfer-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return await _server.SendAsync(request, context.RequestAborted);
    }

    /// <summary>Asks, and passes the answer on as it comes, up to so many lines.</summary>
    public async Task Pass(HttpContext context, int lines)
    {
        using var answer = await Ask(context);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Content-Length" or "Connection")))
            context.Response.Headers[name] = values.ToArray();
        await context.Response.StartAsync(context.RequestAborted);
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[64 * 1024];
        while (lines > 0 && await body.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
        {
            var part = Lines(buffer.AsMemory(0, read), ref lines);
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private static ReadOnlyMemory<byte> Lines(ReadOnlyMemory<byte> part, ref int left)
    {
        if (left == int.MaxValue)
            return part;
        for (var at = 0; at < part.Length; at++)
        {
            if (part.Span[at] == '\n' && --left == 0)
                return part[..(at + 1)];
        }

        return part;
    }
}
