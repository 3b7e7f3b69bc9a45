using System.Net;
using ClusterSetSuite.AgentHost.Kubernetes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ClusterSetSuite.AgentHost.Failures;

/// <summary>What the API server's refusals mean.</summary>
internal sealed class KubernetesExceptions : IFailureTranslator
{
    public StepFailure? Translate(Exception exception) => exception switch
    {
        HttpOperationException http => Translate(http),
        KubernetesException { Status: { } status } => Translate((HttpStatusCode)(status.Code ?? 500), status, null, Words(status, "")),
        _ => null,
    };

    private static StepFailure Translate(HttpOperationException http)
    {
        var status = http.Status();
        return Translate(http.Response.StatusCode, status, ApiCall.Of(http.Request), Words(status, http.Response.Content ?? ""));
    }

    private static StepFailure Translate(HttpStatusCode code, V1Status? status, ApiCall? call, string words) => code switch
    {
        HttpStatusCode.Unauthorized => StepFailure.Lasting(
            $"the API server does not accept this agent's credentials: {words}", "renew the ServiceAccount's token (restart the agent) or the kubeconfig"),
        HttpStatusCode.Forbidden => StepFailure.Lasting(
            words, call is null ? "give the agent the missing right (chart site-agents)" : $"the agent's role lacks the rule {call.Rule()}; upgrade the chart site-agents"),
        HttpStatusCode.NotFound when status.IsMissingType() && call?.Group.Length > 0 => StepFailure.Lasting(
            $"missing CRD {call.Resource}.{call.Group} ({call.Version})", $"install what brings the CRD {call.Resource}.{call.Group}, then resume the operation"),
        HttpStatusCode.Conflict when status.IsFieldConflict() => StepFailure.Lasting(
            words, "somebody else keeps these fields: let the named manager give them up, or set them as wanted there"),
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnsupportedMediaType =>
            StepFailure.Lasting($"the API server refused the object: {words}", "change what it names, then resume the operation"),
        _ => StepFailure.Passing($"the API server answered {(int)code}: {words}"),
    };

    private static string Words(V1Status? status, string content) =>
        status?.Message is { Length: > 0 } message ? message : content.Length > 500 ? content[..500] : content;
}
