using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>Reads the Status object with which the API server explains a refusal.</summary>
public static class ApiStatus
{
    /// <summary>The Status, or null where the answer has none (a proxy's page, <c>404 page not found</c>).</summary>
    public static V1Status? Status(this HttpOperationException exception)
    {
        try
        {
            return exception.Response?.Content is { Length: > 0 } content && content.StartsWith('{') ? KubernetesJson.Deserialize<V1Status>(content) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a 404 says that the type is unknown (no CRD), not that the object is missing.</summary>
    /// <remarks>An unknown group answers with plain text; an unknown resource of a known group with a Status that names no object (seen on 1.20).</remarks>
    internal static bool IsMissingType(this V1Status? status) => status?.Details?.Name is null or "";

    /// <summary>Whether a 409 says that another field manager keeps the fields (server-side apply), which no retry changes.</summary>
    internal static bool IsFieldConflict(this V1Status? status) =>
        status?.Details?.Causes?.Any(cause => cause.Reason == "FieldManagerConflict") == true;
}
