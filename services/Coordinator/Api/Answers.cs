using ClusterSetSuite.Coordinator.Api.Models;
using ClusterSetSuite.Coordinator.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClusterSetSuite.Coordinator.Api;

/// <summary>From what became of a request to HTTP.</summary>
internal static class Answers
{
    public static async Task<Results<Accepted<OperationView>, ProblemHttpResult>> To(RequestResult result, OperationQueries queries, CancellationToken ct) => result switch
    {
        RequestResult.Accepted accepted => TypedResults.Accepted($"/v1/operations/{accepted.OperationId}", await queries.Operation(accepted.OperationId, ct)),
        RequestResult.Conflict conflict => Problems.Conflict(conflict.Reason, conflict.OperationId),
        RequestResult.Refused refused => Problems.Refused(refused.Reason),
        RequestResult.Bad bad => Problems.Faults(bad.Faults),
        RequestResult.Missing missing => Problems.NotFound(missing.What),
        _ => throw new NotSupportedException($"{result.GetType().Name} has no answer"),
    };
}
