using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Coordinator.Plans;

/// <summary>What facts say about a site or a pair of sites; an error keeps a stage from starting.</summary>
/// <param name="Site">The site or the pair of sites concerned.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="Advice">What a person can do; empty where there is nothing to do.</param>
public sealed record Finding(string Site, string Reason, string Advice)
{
    /// <summary>How much it weighs.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>What follows from it.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>What an inspection told of its own site.</summary>
    public static Finding Of(string site, SiteFinding told) => new(site, told.Reason, told.Advice) { Severity = told.Severity, Meaning = told.Meaning };
}
