using System.Diagnostics.CodeAnalysis;
using ClusterSetSuite.Contracts.Requests;
using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using ClusterSetSuite.Coordinator.Plans;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary><c>/v1/clustersets</c>.</summary>
internal static class ClusterSetEndpoints
{
    /// <summary>The header with the caller's operation id.</summary>
    public const string OperationIdHeader = "Operation-Id";

    public static void MapClusterSets(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/clustersets", async (OperationQueries queries, CancellationToken ct) => TypedResults.Ok(await queries.ClusterSets(ct)));
        v1.MapGet("/clustersets/{name}", Get);
        v1.MapPost("/clustersets/{name}/switchover", Switchover);
        v1.MapPut("/clustersets/{name}", Put).Accepts<string>("application/json", "application/yaml", "text/yaml", "application/x-yaml");
    }

    private static async Task<Results<Ok<ClusterSetView>, ProblemHttpResult>> Get(string name, OperationQueries queries, CancellationToken ct) =>
        await queries.ClusterSet(name, ct) is { } view ? TypedResults.Ok(view) : Problems.NotFound($"there is no ClusterSet {name}");

    private static async Task<Results<Accepted<OperationView>, ProblemHttpResult>> Put(
        string name,
        [FromHeader(Name = OperationIdHeader)] string? operationId,
        HttpRequest request,
        OperationRequests requests,
        OperationQueries queries,
        CancellationToken ct)
    {
        if (!TryRead(operationId, out var id, out var fault))
            return Problems.Faults([fault]);
        var (spec, faults) = await SpecBody.Read(request, ct);
        if (spec is null)
            return Problems.Faults(faults);
        if (spec.Name != name)
            return Problems.Faults([new SpecFault("name", $"is '{spec.Name}' but the address says '{name}'")]);
        return await Answers.To(await requests.Provision(id, spec, ct), queries, ct);
    }

    private static async Task<Results<Accepted<OperationView>, ProblemHttpResult>> Switchover(
        string name,
        [FromHeader(Name = OperationIdHeader)] string? operationId,
        SwitchoverRequest body,
        OperationRequests requests,
        OperationQueries queries,
        CancellationToken ct) =>
        TryRead(operationId, out var id, out var fault)
            ? await Answers.To(await requests.Ask(id, SwitchoverPlan.Kind, name, body, spec => RequestRules.Faults(body, spec), ct), queries, ct)
            : Problems.Faults([fault]);

    private static bool TryRead(string? text, out Guid? id, [NotNullWhen(false)] out SpecFault? fault)
    {
        var read = Guid.TryParse(text, out var given);
        id = read ? given : null;
        fault = text is null || read ? null : new("", $"the header {OperationIdHeader} must be a UUID, not '{text}'");
        return fault is null;
    }
}
