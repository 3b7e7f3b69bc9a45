using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Persistence;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.EntityFrameworkCore;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Asks for sites to leave a ClusterSet, and for its end.</summary>
public sealed class DepartureRequests(CoordinatorDb db, OperationRequests requests)
{
    /// <summary>Takes a site out.</summary>
    public async Task<RequestResult> Remove(Guid? id, string set, RemoveRequest asked, CancellationToken ct) => await requests.Ask(
        id, RemovePlan.Kind, set,
        new DepartureRequest { Sites = [asked.Site], Unreachable = asked.Unreachable ? [asked.Site] : [], Others = await Others(set, ct) },
        (spec, _) => Faults(asked, spec), ct);

    /// <summary>Ends the set.</summary>
    public async Task<RequestResult> Dissolve(Guid? id, string set, DissolveRequest asked, CancellationToken ct) => await requests.Ask(
        id, DissolvePlan.Kind, set,
        new DepartureRequest { Sites = await Sites(set, ct), Unreachable = asked.Unreachable, Others = await Others(set, ct) },
        (spec, _) => asked.Unreachable.SelectMany((name, index) => Faults($"unreachable[{index}]", name, spec)), ct);

    private static IEnumerable<SpecFault> Faults(RemoveRequest asked, ClusterSetSpec spec) => Faults("site", asked.Site, spec);

    private static IEnumerable<SpecFault> Faults(string path, string name, ClusterSetSpec spec)
    {
        if (spec.Site(name) is null)
            yield return new(path, $"'{name}' is no site of {spec.Name}; there are: {string.Join(", ", spec.Sites.Select(site => site.Name))}");
        else if (name == spec.PrimarySite.Name)
            yield return new(path, $"'{name}' has the primary: move it to another site first (clusterset switchover), or, when it is lost, fail over; the whole set ends with clusterset dissolve");
    }

    private async Task<IReadOnlyList<string>> Sites(string set, CancellationToken ct) =>
        await db.ClusterSets.AsNoTracking().SingleOrDefaultAsync(row => row.Name == set, ct) is { } row ? [.. row.ReadSpec().Sites.Select(site => site.Name)] : [];

    private async Task<IReadOnlyList<IReadOnlyList<string>>> Others(string set, CancellationToken ct) =>
        [.. (await db.ClusterSets.AsNoTracking().Where(row => row.Name != set).OrderBy(row => row.Name).ToListAsync(ct)).Select(row => (IReadOnlyList<string>)[.. row.ReadSpec().Sites.Select(site => site.Name)])];
}
