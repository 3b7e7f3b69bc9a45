using System.Collections.Immutable;

namespace ClusterSetSuite.Failover.Guard;

/// <summary>
/// The lease, or a site's promise, as this site holds it, with its requests for it. An answer counts from before the request that it answers, however late it comes and whatever was asked since:
/// who gives it counts from after it was given.
/// </summary>
public sealed record HeldRight
{
    /// <summary>How long this site may rely on it, on its own clock.</summary>
    public TimeSpan Until { get; init; } = GuardState.Never;

    /// <summary>When the newest request was sent.</summary>
    public TimeSpan AskedAt { get; init; } = GuardState.Never;

    /// <summary>The requests that were not answered and whose answer would still be of use, oldest first.</summary>
    public ImmutableArray<OpenRequest> Open { get; init; } = [];

    /// <summary>Whether the newest request was answered.</summary>
    public bool IsAnswered => Open is not [.., var newest] || newest.AskedAt < AskedAt;

    /// <summary>With one more request.</summary>
    /// <param name="nonce">Its number.</param>
    /// <param name="now">When it is sent.</param>
    /// <param name="use">How long an answer is of use.</param>
    public HeldRight Asked(long nonce, TimeSpan now, TimeSpan use) => this with { AskedAt = now, Open = [.. Open.Where(request => now - request.AskedAt < use), new(nonce, now)] };

    /// <summary>To be asked for again at once.</summary>
    public HeldRight AskedAnew() => this with { AskedAt = GuardState.Never };

    /// <summary>Given for <paramref name="length"/> by the answer to an open request; unchanged by any other answer.</summary>
    public HeldRight Given(long nonce, TimeSpan length) =>
        At(nonce) is { } at && Open[at].AskedAt + length is var until ? this with { Open = Open[(at + 1)..], Until = until > Until ? until : Until } : this;

    /// <summary>Refused by the answer to an open request: what was given before still holds.</summary>
    public HeldRight Refused(long nonce) => At(nonce) is { } at ? this with { Open = Open[(at + 1)..] } : this;

    private int? At(long nonce)
    {
        for (var at = 0; at < Open.Length; at++)
            if (Open[at].Nonce == nonce)
                return at;
        return null;
    }
}

/// <summary>A request that was not answered.</summary>
/// <param name="Nonce">Its number.</param>
/// <param name="AskedAt">When it was sent, on the asker's clock.</param>
public readonly record struct OpenRequest(long Nonce, TimeSpan AskedAt);
