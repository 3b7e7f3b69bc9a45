using ClusterSetSuite.Coordinator.Api.Models;

namespace ClusterSetSuite.Coordinator.Failover;

/// <summary>What people ask of the detectors of this Coordinator.</summary>
public interface IAutomation
{
    /// <summary>The detector of a ClusterSet at a glance; null where this Coordinator runs none.</summary>
    AutomationView? Of(string set);

    /// <summary>Stops enforcing for an operation that is about to begin, and waits until every guard that can be asked knows it.</summary>
    /// <param name="set">The ClusterSet's name.</param>
    /// <param name="to">The site that is to have the primary; null for none. While it is quarantined its guard would fence it.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Why that did not come about within the limit, or null.</returns>
    Task<string?> Pause(string set, string? to, CancellationToken ct);

    /// <summary>Approves a failover: the detector promotes as soon as both locks are free and no veto stands, or tells why not.</summary>
    /// <returns>Why nothing can be approved, or null.</returns>
    string? Approve(string set, string person, string to);

    /// <summary>Pauses automation for a while; zero ends the pause.</summary>
    /// <returns>Why that can not be, or null.</returns>
    Task<string?> Maintain(string set, TimeSpan length, CancellationToken ct);

    /// <summary>A person has looked at the last automatic failover.</summary>
    /// <returns>Why that can not be, or null.</returns>
    Task<string?> Acknowledge(string set, CancellationToken ct);
}
