using System.Net;
using ClusterSetSuite.AgentHost.Kubernetes;
using k8s.Autorest;

namespace ClusterSetSuite.AgentHost.Tests.Kubernetes;

/// <summary>When what was told last counts, and when it does not.</summary>
public sealed class LastKnownTests
{
    private readonly LastKnown<string, string> _known = new(TimeSpan.FromMilliseconds(50), TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<Exception> Silences => [new HttpRequestException("refused"), new IOException("reset"), Answer(HttpStatusCode.ServiceUnavailable), Answer(HttpStatusCode.TooManyRequests)];

    public static TheoryData<Exception> Words => [Answer(HttpStatusCode.NotFound), Answer(HttpStatusCode.Forbidden), new InvalidOperationException("no such key")];

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task What_was_told_last_counts_while_there_is_no_answer(Exception silence)
    {
        await Told("10.0.0.1");
        Assert.Equal("10.0.0.1", await _known.Of("prd-0", _ => throw silence, Ct));
        await Told("10.0.0.2");
        Assert.Equal("10.0.0.2", await _known.Of("prd-0", _ => throw silence, Ct));
        Assert.Same(silence, await Assert.ThrowsAnyAsync<Exception>(() => _known.Of("prd-1", _ => throw silence, Ct))); // of this one nothing was told yet
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task An_answer_counts_also_where_it_says_that_there_is_none(Exception word)
    {
        await Told("10.0.0.1");
        Assert.Same(word, await Assert.ThrowsAnyAsync<Exception>(() => _known.Of("prd-0", _ => throw word, Ct)));
    }

    [Fact]
    public async Task An_answer_is_not_waited_for_long_where_one_is_known()
    {
        await Told("10.0.0.1");
        Assert.Equal("10.0.0.1", await _known.Of("prd-0", Hangs, Ct));
    }

    [Fact]
    public async Task Who_gives_up_gets_none()
    {
        await Told("10.0.0.1");
        using var up = new CancellationTokenSource();
        await up.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _known.Of("prd-0", Hangs, up.Token));
    }

    private static async Task<string> Hangs(CancellationToken ct)
    {
        await Task.Delay(Timeout.Infinite, ct);
        return "";
    }

    private static HttpOperationException Answer(HttpStatusCode code)
    {
        using var message = new HttpResponseMessage(code);
        return new("answered") { Response = new(message, "") };
    }

    private async Task Told(string address) => Assert.Equal(address, await _known.Of("prd-0", _ => Task.FromResult(address), Ct));
}
