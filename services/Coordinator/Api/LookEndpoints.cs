using ClusterSetSuite.Contracts.Spec;
using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary><c>POST /v1/clustersets/{name}/plan</c> and <c>/doctor</c>: operations that change nothing, on the spec in the body.</summary>
internal static class LookEndpoints
{
    private static readonly string[] Bodies = ["application/yaml", "text/yaml", "application/x-yaml"];

    public static void MapLooks(this IEndpointRouteBuilder v1)
    {
        foreach (var kind in (string[])[OperationKinds.Plan, OperationKinds.Doctor])
        {
            v1.MapPost($"/clustersets/{{name}}/{kind}", (
                string name, [FromHeader(Name = OperationIds.Header)] string? operationId, HttpRequest request, LookRequests looks, OperationQueries queries, CancellationToken ct) =>
                Ask(kind, name, operationId, request, looks, queries, ct)).Accepts<string>("application/json", Bodies);
        }
    }

    private static async Task<Results<Accepted<OperationView>, ProblemHttpResult>> Ask(
        string kind, string name, string? operationId, HttpRequest request, LookRequests looks, OperationQueries queries, CancellationToken ct)
    {
        if (!OperationIds.TryRead(operationId, out var id, out var wrong))
            return Problems.Faults([wrong]);
        var (spec, faults) = await SpecBody.Read(request, ct);
        if (spec is null)
            return Problems.Faults(faults);
        if (spec.Name != name)
            return Problems.Faults([new SpecFault("name", $"is '{spec.Name}' but the address says '{name}'")]);
        return await Answers.To(await looks.Ask(id, kind, spec, ct), queries, ct);
    }
}
