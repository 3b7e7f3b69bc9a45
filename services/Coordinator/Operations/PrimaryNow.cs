using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Finds out which site has the primary: the spec names only where the set was founded.</summary>
public sealed class PrimaryNow(CoordinatorDb db)
{
    /// <summary>The target of the last operation that moved the primary, else the spec's primary; a site that has left the spec does not count.</summary>
    public async Task<string> Of(ClusterSetSpec spec, CancellationToken ct)
    {
        var moved = await db.Operations.AsNoTracking()
            .Where(operation => operation.ClusterSet == spec.Name && Moves.Kinds.Contains(operation.Kind))
            .Where(operation => operation.Steps.Any(step => step.Stage == Moves.Stage && step.State == StepStates.Done))
            .OrderByDescending(operation => operation.RequestedAt)
            .Select(operation => operation.Request)
            .FirstOrDefaultAsync(ct);
        return moved is not null && Target(moved) is { } site && spec.Site(site) is not null ? site : spec.Primary;
    }

    private static string? Target(string request) => Wire.FromJson<MoveTarget>(JsonElement.Parse(request)).To;

    private sealed record MoveTarget(string? To);
}
