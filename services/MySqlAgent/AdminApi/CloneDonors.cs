namespace ClusterSetSuite.MySqlAgent.AdminApi;

/// <summary>
/// Which servers this agent has replicas cloned from. A server is the donor of one clone at a time (ER_CLONE_TOO_MANY_CONCURRENT_CLONES), and AdminAPI takes the primary for every replica cluster
/// (mysql-shell, <c>create_replica_cluster.cc</c>): replicas that are made at the same time need one each.
/// </summary>
public sealed class CloneDonors
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _busy = [];
    private TaskCompletionSource _freed = New();

    /// <summary>Takes the first that is free, and waits where none is.</summary>
    /// <param name="candidates">Addresses, the best first; at least one.</param>
    /// <param name="waits">Told once, when it has to wait.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>The donor, free again when disposed of.</returns>
    public async Task<Donor> Take(IReadOnlyList<string> candidates, Action waits, CancellationToken ct)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            Task freed;
            lock (_gate)
            {
                if (candidates.FirstOrDefault(address => !_busy.Contains(address)) is { } free)
                {
                    _busy.Add(free);
                    return new Donor(this, free);
                }

                freed = _freed.Task;
            }

            if (isFirst)
                waits();
            await freed.WaitAsync(ct);
        }
    }

    private void Free(string address)
    {
        lock (_gate)
        {
            _busy.Remove(address);
            _freed.SetResult();
            _freed = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A server that is being cloned from.</summary>
    public sealed class Donor : IDisposable
    {
        private readonly CloneDonors _donors;

        internal Donor(CloneDonors donors, string address) => (_donors, Address) = (donors, address);

        /// <summary>As AdminAPI knows it, for example <c>prd-0.prd-instances.mysql-prod.svc.cluster.local:3306</c>.</summary>
        public string Address { get; }

        /// <inheritdoc/>
        public void Dispose() => _donors.Free(Address);
    }
}
