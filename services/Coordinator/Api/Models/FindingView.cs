using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Api.Models;

/// <summary>Something that an operation's answers say of a site or a pair of sites.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Site">The site, or two joined by a dash.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="Meaning">What follows from it.</param>
/// <param name="Advice">How to mend it; empty where there is nothing to mend.</param>
public sealed record FindingView(Severity Severity, string Site, string Reason, string Meaning, string Advice);
