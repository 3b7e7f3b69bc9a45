using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>Moves the primary to another site and, when everything is proven there, back: to see that it can be done, and how long writes pause.</summary>
public static class DrillPlan
{
    /// <summary>The kind of operation.</summary>
    public const string Kind = "drill";

    /// <summary>The plan.</summary>
    /// <param name="spec">The spec, with the site that has the primary now.</param>
    /// <param name="request">What was asked for; checked.</param>
    /// <param name="operation">Marks what this operation writes.</param>
    public static Plan For(ClusterSetSpec spec, DrillRequest request, Guid operation)
    {
        var (there, back) = Legs(spec, request, operation);
        var plan = new PlanBuilder(spec);
        plan.Promote(there, request.MoveTo(there.To.Name), spec.Sites);
        plan.Proof(there, spec.Sites, after: there.Stage(Moves.Stage));
        plan.Promote(back, request.MoveTo(back.To.Name), spec.Sites, after: there.Stage(ProofStages.Last));
        plan.Proof(back, spec.Sites, after: back.Stage(Moves.Stage));
        plan.Report = facts => Report(facts, there).Concat(Report(facts, back));
        return plan.Build(Kind);
    }

    /// <summary>Its two moves.</summary>
    internal static (Leg There, Leg Back) Legs(ClusterSetSpec spec, DrillRequest request, Guid operation)
    {
        var (home, away) = (spec.PrimarySite, spec.Site(request.To)!);
        return (new(home, away, $"{operation}"), new(away, home, $"{DerivedId.Of(operation, Moves.Back)}") { Suffix = Moves.Back });
    }

    private static IEnumerable<string> Report(PlanFacts facts, Leg leg) => SwitchoverPlan.Report(facts, leg).Select(line => $"from {leg.From.Name} to {leg.To.Name}: {line}");
}
