using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>What a removal or dissolution was asked for, with what the Coordinator knew of other sets at that time.</summary>
public sealed record DepartureRequest
{
    /// <summary>The sites that leave.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>Those of them that can not be reached; they are cleaned when their agents report again.</summary>
    public IReadOnlyList<string> Unreachable { get; init; } = [];

    /// <summary>The site names of every other ClusterSet: what they share with the leaving sites stays.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Others { get; init; } = [];
}

/// <summary>Takes a replica site out of the set: its cluster goes on by itself with its data, the set without it.</summary>
public static class RemovePlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "remove";

    /// <summary>The plan.</summary>
    public static Plan For(ClusterSetSpec spec, DepartureRequest request)
    {
        var plan = new PlanBuilder(spec);
        var departure = new Departure(plan, request.Others);
        var leaving = spec.Sites.Where(site => request.Sites.Contains(site.Name)).ToList();
        var reached = leaving.Where(site => !request.Unreachable.Contains(site.Name)).ToList();
        var staying = spec.Sites.Except(leaving).ToList();

        departure.Detach(leaving, [.. request.Unreachable]);
        plan.Stage("healthy", "The set is HEALTHY without them", ["detach"])
            .On(spec.PrimarySite, _ => new VerifyClusterSet(spec.Local(spec.PrimarySite), spec.Name, staying.ToDictionary(spec.NameInSet, site => site.Cluster.Instances)), Limits.Rollout);
        var alone = departure.Alone("standalone", reached, ["detach"]);
        plan.DnsOfStaying(spec, staying, after: alone);
        var dns = departure.Dns(reached, alone);
        departure.Mesh([.. staying, .. reached], leaving, dns);
        return plan.Build(Kind);
    }

    // The forwarders of the sites that stay are written anew, from what each of them tells now: the leaving site's zone is not among them any more.
    private static void DnsOfStaying(this PlanBuilder plan, ClusterSetSpec spec, List<SiteSpec> staying, string after)
    {
        if (spec.Dns.Mode == DnsMode.None)
            return;
        var rest = spec with { Sites = staying };
        plan.Stage("dns-expose", "DNS: where the sites that stay are asked", [after])
            .OnAll(staying.Where(_ => staying.Count > 1), (site, _) => new ExposeDns(spec.DnsNodePortOf(site)))
            .OnAll(staying.Where(_ => staying.Count > 1), (site, _) => new PublishProbeName(site.Namespace));
        plan.Stage("dns-forward", "DNS: forward the zones of the sites that stay", ["dns-expose"])
            .OnAll(staying, (site, facts) => new ForwardZones(spec.Name, rest.ZonesFor(site, facts, "dns-expose", nameof(PublishProbeName))), Limits.Dns);
    }
}

/// <summary>Ends the set: every cluster goes on by itself with its data.</summary>
public static class DissolvePlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "dissolve";

    /// <summary>The plan.</summary>
    public static Plan For(ClusterSetSpec spec, DepartureRequest request)
    {
        var plan = new PlanBuilder(spec);
        var departure = new Departure(plan, request.Others);
        var reached = spec.Sites.Where(site => !request.Unreachable.Contains(site.Name)).ToList();

        departure.Detach(spec.ReplicaSites, [.. request.Unreachable]);
        departure.Alone("standalone", [.. reached.Where(site => site != spec.PrimarySite)], ["detach"]);
        var last = departure.Alone("standalone-primary", [spec.PrimarySite], ["standalone", "standalone-routers"]);
        var dns = departure.Dns(reached, last);
        departure.Mesh(reached, [.. spec.Sites], dns);
        return plan.Build(Kind);
    }
}

/// <summary>What a site that could not be reached when it left has to do when it returns.</summary>
public static class CleanPlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "clean";

    /// <summary>The plan.</summary>
    public static Plan For(ClusterSetSpec spec, DepartureRequest request)
    {
        var plan = new PlanBuilder(spec);
        var departure = new Departure(plan, request.Others);
        var returned = spec.Sites.Where(site => request.Sites.Contains(site.Name)).ToList();
        var alone = departure.Alone("standalone", returned, [], letGo: true);
        plan.ServersBack(returned, "standalone"); // a cluster that the set had invalidated is rebooted with one of them only (field notes)
        var dns = departure.Dns(returned, alone);
        departure.Mesh(returned, returned, dns);
        return plan.Build(Kind);
    }
}
