using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Cuts the primary's site off, waits for the detector to replace it by its own rule, and takes the site back: the drill of a failover. Nothing here moves the primary.</summary>
public static class IsolationPlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "isolation";

    // What an order may wait in a queue, before the site is cut off.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    // A lease that runs out, a promotion and routers take seconds; a loaded lab takes a minute.
    private static readonly TimeSpan BesideTheDelay = TimeSpan.FromMinutes(4);

    /// <summary>The plan.</summary>
    /// <param name="spec">The spec, with the site that has the primary now.</param>
    /// <param name="request">What was asked for; checked.</param>
    /// <param name="token">Marks what this operation writes.</param>
    public static Plan For(ClusterSetSpec spec, DrillRequest request, string token)
    {
        var (lost, target) = (spec.PrimarySite, spec.Site(request.To)!);
        var patience = spec.Failover.Delay + BesideTheDelay;
        var plan = new PlanBuilder(spec with { PrimaryNow = target.Name });
        plan.Stage("look-before", "The set is HEALTHY, and the site can be cut off")
            .On(lost, _ => Commands.VerifyClusterSet(spec), Limits.Rollout)
            .On(lost, _ => new InspectIsolation(spec.Name));
        plan.Stage("cut-off", $"Cut {lost.Name} off", after: ["look-before"])
            .On(lost, facts => Isolate(spec, lost, facts, patience));
        plan.Stage("taken-over", $"The detector makes {target.Name} the primary", after: ["cut-off"])
            .On(target, _ => new AwaitPrimary(spec.Local(target), spec.Name, spec.NameInSet(target), patience), patience + Limits.Usual);
        plan.Stage("let-go", $"Let {lost.Name} go", after: ["taken-over"])
            .On(lost, _ => new EndIsolation(spec.Local(lost), spec.Name));
        var back = plan.TakeBack(target, lost, byClone: false, after: "let-go");
        plan.Proof(new(target, target, token), spec.Sites, back);
        plan.Report = facts => facts.Find<NewPrimary>(StepIds.Of("one-writable", target)) is null ? [] :
        [
            $"{lost.Name} was cut off, {target.Name} has taken over by the detector's own decision, and {lost.Name} is a replica now; when, why and how long: clusterset reports {spec.Name}",
            $"move the primary back when you like: clusterset switchover {spec.Name} --to {lost.Name}",
            $"no other automatic failover follows within the hour, unless you acknowledge this one: clusterset acknowledge {spec.Name}",
        ];
        return plan.Build(Kind);
    }

    private static IsolateSite Isolate(ClusterSetSpec spec, SiteSpec lost, PlanFacts facts, TimeSpan patience)
    {
        var outlook = facts.Of<IsolationOutlook>(StepIds.Of("look-before", lost, nameof(InspectIsolation)));
        return new(spec.Local(lost), spec.Name, outlook.MeshName, outlook.Clock + Fresh, outlook.Clock + Fresh + patience);
    }
}
