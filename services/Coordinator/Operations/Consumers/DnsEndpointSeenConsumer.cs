using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations.Consumers;

/// <summary>Lets the forwarders of a site's peers follow its nodes. It is told again and again, so what can not be done now is done by a later one.</summary>
public sealed class DnsEndpointSeenConsumer(CoordinatorDb db, OperationRequests requests, TimeProvider clock) : IConsumer<DnsEndpointSeen>
{
    /// <summary>The pause after a following that failed: what it failed by is mostly still there when the next sign comes.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<DnsEndpointSeen> context)
    {
        var (seen, ct) = (context.Message, context.CancellationToken);
        foreach (var set in await db.ClusterSets.AsNoTracking().ToListAsync(ct))
        {
            if (set.ReadSpec() is { Dns.Mode: DnsMode.Forward } spec && spec.Site(seen.Site) is not null && spec.Sites.Count > 1 && await Differs(set.Name, seen, ct) && !await HasJustFailed(set.Name, ct))
                await requests.Ask(null, DnsFollowPlan.Kind, set.Name, new { }, (_, _) => [], ct);
        }
    }

    private Task<bool> HasJustFailed(string set, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Pause;
        return db.Operations.AnyAsync(o => o.ClusterSet == set && o.Kind == DnsFollowPlan.Kind && o.CurrentState == OperationStates.Failed && o.RequestedAt > since, ct);
    }

    // Compared with what the site told the peers last, not with their Corefiles: those are the drift check's to look at.
    private async Task<bool> Differs(string set, DnsEndpointSeen seen, CancellationToken ct)
    {
        var step = $"dns-expose/{seen.Site}";
        var last = await db.Operations.AsNoTracking()
            .Where(o => o.ClusterSet == set && o.CurrentState == OperationStates.Completed && o.Steps.Any(forward => forward.Stage == "dns-forward"))
            .OrderByDescending(o => o.EndedAt)
            .SelectMany(o => o.Steps.Where(told => told.Id == step && told.Facts != null))
            .Select(told => told.Facts)
            .FirstOrDefaultAsync(ct);
        if (last is null)
            return false; // nobody forwards to it yet
        var told = Wire.FromJson<DnsEndpoint>(JsonElement.Parse(last));
        return told.Port != seen.Endpoint.Port || !told.Addresses.SequenceEqual(seen.Endpoint.Addresses);
    }
}
