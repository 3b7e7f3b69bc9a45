using ClusterSetSuite.Contracts.Steps;

namespace ClusterSetSuite.Tests.Shared;

/// <summary>What every finding of a look before the first change must tell.</summary>
internal static class Findings
{
    /// <summary>There is one finding, with this weight and reason, a meaning, and a way to mend it where it stands in the way.</summary>
    public static void HasOne(IEnumerable<SiteFinding> findings, string name, Severity severity, string reason)
    {
        var found = Assert.Single(findings);
        Assert.True(found.Reason.Contains(reason, StringComparison.Ordinal), $"{name}: {found.Reason}");
        Assert.Equal(severity, found.Severity);
        Assert.NotEmpty(found.Meaning);
        Assert.True(severity == Severity.Info || found.Advice.Length > 0);
    }
}
