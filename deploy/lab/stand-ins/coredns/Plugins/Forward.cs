using System.Diagnostics;
using ARSoft.Tools.Net.Dns;
using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Serving;

namespace ClusterSetSuite.Lab.CoreDns.Plugins;

/// <summary>Plugin <c>forward</c>: asks one upstream after the other, leaves the dead ones out, and answers SERVFAIL after 2-6 seconds when none answers.</summary>
public sealed class Forward(ForwardOptions options) : IHandler
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly Upstream[] _upstreams = [.. options.To.Select(to => new Upstream(to, options.ForceTcp, options.HealthCheck, options.MaxFails))];
    private CancellationToken _life;
    private int _turn = -1;

    /// <inheritdoc/>
    public int Order => 90;

    /// <summary>The plugin of a directive.</summary>
    public static Forward Of(Directive directive) => new(ForwardOptions.Of(directive));

    /// <inheritdoc/>
    public void Start(CancellationToken ct) => _life = ct;

    /// <inheritdoc/>
    public async Task<DnsMessage> Answer(DnsMessage query, Func<Task<DnsMessage>> next, CancellationToken ct)
    {
        var name = query.Question().Name;
        if (!options.From.Holds(name) || options.Except.Any(zone => zone.Holds(name)))
            return await next();
        var order = Ordered();
        var started = Stopwatch.GetTimestamp();
        for (int at = 0, dead = 0; order.Length > 0 && Stopwatch.GetElapsedTime(started) < Limit; at++)
        {
            if (at >= order.Length)
                (at, dead) = (0, 0);
            var upstream = order[at];
            if (upstream.Down && ++dead < order.Length)
                continue;
            if (upstream.Down)
                upstream = order[Random.Shared.Next(order.Length)]; // All are down: the health check may be what is broken.
            if (await upstream.Ask(query, ct) is { } reply)
                return Replies.Like(query, reply);
            upstream.Probe(_life);
            if (dead >= order.Length)
                break;
            await Task.Delay(50, ct); // A refused connection fails at once; do not spin on it.
        }

        return Replies.Empty(query, ReturnCode.ServerFailure);
    }

    private Upstream[] Ordered()
    {
        if (options.Policy == "sequential")
            return _upstreams;
        if (options.Policy == "round_robin")
        {
            var first = (Interlocked.Increment(ref _turn) & int.MaxValue) % Math.Max(1, _upstreams.Length);
            return [.. _upstreams[first..], .. _upstreams[..first]];
        }

        var shuffled = _upstreams.ToArray();
        Random.Shared.Shuffle(shuffled);
        return shuffled;
    }
}
