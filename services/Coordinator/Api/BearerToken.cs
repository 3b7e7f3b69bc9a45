using System.Security.Cryptography;
using System.Text;
using ClusterSetSuite.Coordinator.Options;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>Lets only callers with the token in, when a token is configured; the file is read for every call, so that it can be changed while running.</summary>
internal sealed class BearerToken(IOptions<ApiOptions> options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (options.Value.TokenFile is not { } file)
            return await next(context);
        var wanted = $"Bearer {(await File.ReadAllTextAsync(file, context.HttpContext.RequestAborted)).Trim()}";
        var shown = context.HttpContext.Request.Headers.Authorization.ToString();
        if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted))))
            return await next(context);
        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("show the token of this Coordinator as 'Authorization: Bearer ...'", statusCode: StatusCodes.Status401Unauthorized);
    }
}
