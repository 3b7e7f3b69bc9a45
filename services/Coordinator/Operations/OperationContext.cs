using System.Text.Json;
using ClusterSetSuite.Contracts;

namespace ClusterSetSuite.Coordinator.Operations;

/// <summary>What the Coordinator knew of the set when an operation was asked for; its plan goes by that, however things change while it runs.</summary>
public sealed record OperationContext
{
    /// <summary>The site that had the primary; null for the spec's.</summary>
    public string? PrimarySite { get; init; }

    /// <summary>The sites whose MySqlAgent did not report.</summary>
    public IReadOnlyList<string> Silent { get; init; } = [];

    /// <summary>Reads what is stored; nothing is known of operations from before there was a context.</summary>
    public static OperationContext Read(string? json) => json is null ? new() : Wire.FromJson<OperationContext>(JsonElement.Parse(json));
}
