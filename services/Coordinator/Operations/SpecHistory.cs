using System.Linq.Expressions;
using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Messages;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Which spec a ClusterSet was last made by, from its operations.</summary>
public sealed class SpecHistory(CoordinatorDb db)
{
    /// <summary>The stage from which on clusters exist that the spec's names and numbers are written into.</summary>
    private const string Making = "clusters";

    /// <summary>The spec that is in force: that of the last provisioning that began to make clusters, without the sites that left since; null where there is none, or the set was dissolved.</summary>
    public Task<ClusterSetSpec?> InForce(string set, CancellationToken ct) => After(
        set,
        o => (o.Kind == ProvisionPlan.Kind && o.Steps.Any(step => step.Stage == Making))
            || ((o.Kind == RemovePlan.Kind || o.Kind == DissolvePlan.Kind) && o.CurrentState == OperationStates.Completed),
        ct);

    /// <summary>The sites that are in the set for sure: those of the last provisioning that was completed, without those that left since. A site that is being taken in, or was refused, may have a live cluster of its own.</summary>
    public async Task<IReadOnlyList<string>> Members(string set, CancellationToken ct)
    {
        var spec = await After(
            set, o => o.CurrentState == OperationStates.Completed && (o.Kind == ProvisionPlan.Kind || o.Kind == RemovePlan.Kind || o.Kind == DissolvePlan.Kind), ct);
        return [.. spec?.Sites.Select(site => site.Name) ?? []];
    }

    /// <summary>The spec of a removal without the sites that left.</summary>
    public static ClusterSetSpec Remaining(OperationState removal)
    {
        var (spec, gone) = (Read<ClusterSetSpec>(removal.Spec), Read<DepartureRequest>(removal.Request!).Sites);
        return spec with { Sites = [.. spec.Sites.Where(site => !gone.Contains(site.Name))] };
    }

    /// <summary>Whether a step has found something to be changed.</summary>
    public static bool IsDrift(StepRow step) => step.Outcome == nameof(StepOutcome.Needed);

    /// <summary>The spec after the last of a set's operations that count; null where there is none, or it ended the set.</summary>
    private async Task<ClusterSetSpec?> After(string set, Expression<Func<OperationState, bool>> counts, CancellationToken ct)
    {
        var last = await db.Operations.AsNoTracking().Where(o => o.ClusterSet == set).Where(counts).OrderByDescending(o => o.RequestedAt).FirstOrDefaultAsync(ct);
        return last?.Kind switch
        {
            null or DissolvePlan.Kind => null,
            RemovePlan.Kind => Remaining(last),
            _ => Read<ClusterSetSpec>(last.Spec),
        };
    }

    private static T Read<T>(string json) => Wire.FromJson<T>(JsonElement.Parse(json));
}
