using System.Diagnostics.CodeAnalysis;
using ClusterSetSuite.Contracts.Spec;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>The caller's id of an operation.</summary>
internal static class OperationIds
{
    /// <summary>The header that it comes in.</summary>
    public const string Header = "Operation-Id";

    /// <summary>Reads it; none is as good as one, and one that is no UUID is a fault.</summary>
    public static bool TryRead(string? text, out Guid? id, [NotNullWhen(false)] out SpecFault? fault)
    {
        var read = Guid.TryParse(text, out var given);
        id = read ? given : null;
        fault = text is null || read ? null : new("", $"the header {Header} must be a UUID, not '{text}'");
        return fault is null;
    }
}
