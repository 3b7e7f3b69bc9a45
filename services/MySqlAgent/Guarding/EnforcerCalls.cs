using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClusterSetSuite.AgentHost.Hosting;
using ClusterSetSuite.AgentHost.Kubernetes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>
/// Takes the calls of the enforcers' shells (see <see cref="EnforcerProbe.StampScript"/>), so that stamps do not hang on the API server: an exec goes through it, and without stamps a primary that is
/// well is ended. A call is known by a token that is good once and was told by exec; what it carries is no secret.
/// </summary>
internal sealed class EnforcerCalls(IOptions<GuardOptions> options) : IAgentEndpoint
{
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, TaskCompletionSource<CalledShell>> _expected = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Path => "/guard/v1/enforcers";

    /// <summary>Expects a call; null where this agent has no address that pods could call.</summary>
    public ExpectedCall? Expect()
    {
        if (options.Value.Addresses is not [var address, ..])
            return null;
        var (uri, token, caller) = (new Uri(address), RandomNumberGenerator.GetHexString(32, lowercase: true), new TaskCompletionSource<CalledShell>(TaskCreationOptions.RunContinuationsAsynchronously));
        _expected[token] = caller;
        return new(string.Create(CultureInfo.InvariantCulture, $"call {uri.DnsSafeHost} {uri.Port} {Path} {token}"), caller, () => _expected.TryRemove(token, out _));
    }

    /// <inheritdoc/>
    public async Task Take(HttpContext http)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        else if (!authorization.StartsWith(Scheme, StringComparison.Ordinal) || !_expected.TryRemove(authorization[Scheme.Length..], out var caller))
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
        {
            await using var shell = new CalledShell(await upgrade.UpgradeAsync());
            if (caller.TrySetResult(shell))
                await shell.Ended; // the connection lasts as long as its request
        }
    }
}

/// <summary>A call that may come.</summary>
internal sealed class ExpectedCall(string words, TaskCompletionSource<CalledShell> caller, Action withdraw) : IAsyncDisposable
{
    /// <summary>What a shell must be told so that it calls; its token is good once.</summary>
    public string Words => words;

    /// <summary>The shell that has called, from now on its taker's; null while there is none.</summary>
    public CalledShell? Take() => caller.Task.IsCompletedSuccessfully ? caller.Task.Result : null;

    /// <summary>Waits for it no longer; one that nobody took is let go.</summary>
    public async ValueTask DisposeAsync()
    {
        withdraw();
        if (!caller.TrySetCanceled() && Take() is { } untaken)
            await untaken.DisposeAsync();
    }
}

/// <summary>A shell over the connection that it has opened itself.</summary>
internal sealed class CalledShell(Stream connection) : IPodDialogue
{
    private const int LongestAnswer = 1 << 10; // bytes

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer = new byte[LongestAnswer];

    /// <summary>When nobody needs it any more.</summary>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    public async Task<string> Ask(string line, CancellationToken ct)
    {
        await connection.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"), ct);
        await connection.FlushAsync(ct);
        for (var length = 0; length < LongestAnswer;)
        {
            var got = await connection.ReadAsync(_buffer.AsMemory(length), ct);
            if (got == 0)
                throw new IOException("the shell of a second enforcer has hung up");
            length += got;
            if (_buffer[length - 1] == '\n')
                return Encoding.UTF8.GetString(_buffer, 0, length - 1);
        }

        throw new IOException($"the shell of a second enforcer answers more than a line of {LongestAnswer} bytes");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        return connection.DisposeAsync();
    }
}
