using ClusterSetSuite.Failover.Reports;

namespace ClusterSetSuite.Simulation.Parties;

/// <summary>What one life of a Coordinator was really told, whatever its detector made of it.</summary>
internal sealed class Heard(int sites)
{
    private readonly (TimeSpan AskedAt, SiteReport? Report)[] _reports = new (TimeSpan, SiteReport?)[sites];

    public TimeSpan WitnessAt { get; set; } = TimeSpan.MinValue / 4;

    public void Report(int site, TimeSpan askedAt, SiteReport report)
    {
        if (_reports[site].Report is null || askedAt > _reports[site].AskedAt)
            _reports[site] = (askedAt, report);
    }

    public (TimeSpan AskedAt, SiteReport? Report) Of(int site) => _reports[site];
}
