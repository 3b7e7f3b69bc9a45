using System.Text.Json.Nodes;

namespace ClusterSetSuite.MeshAgent.Cilium;

/// <summary>What Helm is asked for.</summary>
public interface IHelm
{
    /// <summary>Helm's version, for example <c>v3.5.2</c>.</summary>
    /// <exception cref="AgentHost.Steps.StepFailedException">Helm can not be started or failed.</exception>
    Task<string> Version(CancellationToken ct);

    /// <summary>The release of Cilium, or null where Helm has none; changes nothing.</summary>
    /// <exception cref="AgentHost.Steps.StepFailedException">Helm failed or did not end in time.</exception>
    Task<HelmRelease?> Find(CancellationToken ct);

    /// <summary>Takes back what a helm that was killed left pending, for helm refuses every change while it stands: call it before a change, and never from a look.</summary>
    /// <exception cref="AgentHost.Steps.StepFailedException">Another helm may still be at work.</exception>
    Task TakeBack(CancellationToken ct);

    /// <summary>Installs or upgrades the release; values that were given earlier stay (<c>--reuse-values</c>).</summary>
    /// <exception cref="AgentHost.Steps.StepFailedException">Helm failed or did not end in time.</exception>
    Task Upgrade(JsonObject values, bool exists, CancellationToken ct);
}

/// <summary>A release as Helm shows it.</summary>
/// <param name="ChartVersion">The version of the chart it was made from.</param>
/// <param name="AppVersion">Cilium's version.</param>
/// <param name="Values">The values that users gave, without the chart's defaults.</param>
public sealed record HelmRelease(Version ChartVersion, string AppVersion, JsonObject Values)
{
    /// <summary>Whether its last change has not come to its end: a helm is at work on it, or was killed.</summary>
    public bool IsPending { get; init; }

    /// <summary>For a pending release, why no step may count it as made; else null.</summary>
    public string? HalfMade => IsPending ? "the last change of Cilium's Helm release has not come to its end" : null;
}
