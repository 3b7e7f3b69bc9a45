using ClusterSetSuite.Failover.Detector;
using ClusterSetSuite.Failover.Guard;

namespace ClusterSetSuite.MySqlAgent.Guarding;

/// <summary>
/// The guard's request for the lease, which goes with every letter to a detector until it is answered. A refusal is an answer too: a request that went on after it would be refused again at
/// once, for ever, and once more with every letter (seen on the lab: a fenced site and the Coordinator kept both processors busy).
/// </summary>
internal sealed class OpenLease
{
    private LeaseAsked? _asked;

    /// <summary>The request that waits for its answer; null for none.</summary>
    public LeaseAsked? Asked => Volatile.Read(ref _asked);

    /// <summary>A new request takes the place of an older one.</summary>
    public void Ask(LeaseAsked lease) => Volatile.Write(ref _asked, lease);

    /// <summary>Looks through what a letter brought.</summary>
    public void Take(IEnumerable<GuardEvent> events)
    {
        foreach (var @event in events)
        {
            var nonce = @event switch { LeaseGranted granted => granted.Nonce, LeaseRefused refused => refused.Nonce, _ => (long?)null };
            if (Asked is { } asked && asked.Nonce == nonce)
                Interlocked.CompareExchange(ref _asked, null, asked);
        }
    }
}
