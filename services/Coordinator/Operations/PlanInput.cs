using System.Text.Json;
using ClusterSetSuite.Contracts;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>Everything that a plan follows from; all of it is stored with the operation.</summary>
/// <param name="OperationId">The operation, for what must be told apart from every other operation's.</param>
/// <param name="Kind">For example <c>provision</c>.</param>
/// <param name="Spec">The spec as JSON.</param>
public sealed record PlanInput(Guid OperationId, string Kind, string Spec)
{
    /// <summary>What the caller asked for beyond the spec, as JSON; null for kinds without parameters.</summary>
    public string? Request { get; init; }

    /// <summary>What was known when the operation was asked for, as JSON; see <see cref="OperationContext"/>.</summary>
    public string? Context { get; init; }

    /// <summary>The site that had the primary then; null for the spec's.</summary>
    public string? PrimarySite => OperationContext.Read(Context).PrimarySite;

    /// <summary>The spec, with the site that had the primary then.</summary>
    public ClusterSetSpec ReadSpec() => Read<ClusterSetSpec>(Spec) with { PrimaryNow = PrimarySite };

    /// <summary>What the caller asked for.</summary>
    public TRequest ReadRequest<TRequest>() => Read<TRequest>(Request);

    private static T Read<T>(string? json) => Wire.FromJson<T>(JsonElement.Parse(json ?? "null"));
}
