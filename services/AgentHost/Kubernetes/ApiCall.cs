using k8s.Autorest;

namespace ClusterSetSuite.AgentHost.Kubernetes;

/// <summary>A request to the API server in the words of RBAC.</summary>
/// <param name="Verb">For example <c>patch</c>.</param>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Version">API version.</param>
/// <param name="Namespace">Namespace, or null for a cluster-wide request.</param>
/// <param name="Resource">Plural, with the subresource behind a slash.</param>
internal sealed record ApiCall(string Verb, string Group, string Version, string? Namespace, string Resource)
{
    /// <summary>The rule that allows the call, as it stands in a role.</summary>
    public string Rule() =>
        $"{{apiGroups: [\"{Group}\"], resources: [\"{Resource}\"], verbs: [\"{Verb}\"]}}{(Namespace is null ? " (ClusterRole)" : $" (in namespace {Namespace})")}";

    /// <summary>Reads method and path; null for a path that is no resource.</summary>
    public static ApiCall? Of(HttpRequestMessageWrapper? request)
    {
        if (request?.RequestUri is not { } uri)
            return null;
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] => Of(request.Method.Method, uri.Query, "", version, rest),
            ["apis", var group, var version, .. var rest] => Of(request.Method.Method, uri.Query, group, version, rest),
            _ => null,
        };
    }

    private static ApiCall? Of(string method, string query, string group, string version, string[] rest) => rest switch
    {
        ["namespaces", var space, var resource, .. var more] => Of(method, query, group, version, space, resource, more),
        [var resource, .. var more] => Of(method, query, group, version, null, resource, more),
        _ => null,
    };

    private static ApiCall Of(string method, string query, string group, string version, string? space, string resource, string[] more) =>
        new(VerbOf(method, query, more.Length > 0), group, version, space, more.Length > 1 ? $"{resource}/{more[1]}" : resource);

    private static string VerbOf(string method, string query, bool named) => method switch
    {
        "GET" when query.Contains("watch=true", StringComparison.OrdinalIgnoreCase) => "watch",
        "GET" => named ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => method.ToLowerInvariant(),
    };
}
