using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>What can be wrong with a request for a ClusterSet that is known; all faults at once, before anything is touched.</summary>
internal static class RequestRules
{
    /// <summary>Of a switchover.</summary>
    public static IEnumerable<SpecFault> Faults(SwitchoverRequest request, ClusterSetSpec spec) =>
    [
        .. Site("to", request.To, spec),
        .. Duration("maxLag", request.MaxLag, TimeSpan.Zero, TimeSpan.FromHours(1)),
        .. Duration("timeout", request.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30)),
        .. Lost("invalidate", request.Invalidate, request.To, spec),
    ];

    /// <summary>Of a drill.</summary>
    public static IEnumerable<SpecFault> Faults(DrillRequest request, ClusterSetSpec spec)
    {
        var faults = Faults(request.MoveTo(request.To), spec).ToList();
        if (request.To == spec.PrimarySite.Name)
            faults.Add(new("to", $"{request.To} has the primary now: name the site that {(request.Isolate ? "shall take over" : "it shall move to and come back from")}"));
        if (request.Isolate && request.Confirm != spec.Name)
            faults.Add(new("confirm", $"write the ClusterSet's name, {spec.Name}: nothing takes writes from when {spec.PrimarySite.Name} is cut off until the detector has replaced it"));
        return faults;
    }

    /// <summary>Of a failover.</summary>
    public static IEnumerable<SpecFault> Faults(FailoverRequest request, ClusterSetSpec spec, OperationContext context)
    {
        var faults = Site("to", request.To, spec).Concat(Duration("timeout", request.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))).ToList();
        if (request.Confirm != spec.Name)
            faults.Add(new("confirm", $"write the ClusterSet's name, {spec.Name}: transactions that were not replicated will be lost"));
        if (request.To == spec.PrimarySite.Name)
            faults.Add(new("to", $"{request.To} has the primary already"));
        else if (context.Silent.Contains(request.To))
            faults.Add(new("to", $"the mysql-agent of {request.To} does not report, so nothing can be done there: look at its pod and at its way to the broker"));
        return faults;
    }

    /// <summary>Of a rejoin.</summary>
    public static IEnumerable<SpecFault> Faults(RejoinRequest request, ClusterSetSpec spec, OperationContext context)
    {
        var faults = Site("site", request.Site, spec).ToList();
        if (request.Site == spec.PrimarySite.Name)
            faults.Add(new("site", $"{request.Site} has the primary: there is nothing to rejoin"));
        if (request.ByClone && request.Confirm != spec.Name)
            faults.Add(new("confirm", $"write the ClusterSet's name, {spec.Name}: the data of {request.Site} will be replaced by the primary's, and what only {request.Site} has will be lost"));
        foreach (var silent in context.Silent.Where(name => name == request.Site || name == spec.PrimarySite.Name))
            faults.Add(new("site", $"the mysql-agent of {silent} does not report: look at its pod and at its way to the broker"));
        return faults;
    }

    private static IEnumerable<SpecFault> Site(string path, string name, ClusterSetSpec spec)
    {
        if (spec.Site(name) is null)
            yield return new(path, name.Length == 0 ? $"name a site: {Names(spec)}" : $"'{name}' is no site of {spec.Name}; there are: {Names(spec)}");
    }

    private static IEnumerable<SpecFault> Lost(string path, IReadOnlyList<string> names, string target, ClusterSetSpec spec)
    {
        foreach (var name in names)
        {
            if (spec.Site(name) is null)
                yield return new(path, $"'{name}' is no site of {spec.Name}; there are: {Names(spec)}");
            else if (name == target || name == spec.PrimarySite.Name)
                yield return new(path, $"'{name}' takes part in the switch and can not be given up");
        }
    }

    private static IEnumerable<SpecFault> Duration(string path, string text, TimeSpan least, TimeSpan most)
    {
        if (SpecDuration.Parse(text) is not { } time)
            yield return new(path, $"'{text}' is no time: write for example 500ms, 30s or 2m");
        else if (time < least || time > most)
            yield return new(path, $"must be {SpecDuration.Format(least)} to {SpecDuration.Format(most)}, not {text}");
    }

    private static string Names(ClusterSetSpec spec) => string.Join(", ", spec.Sites.Select(site => site.Name));
}
